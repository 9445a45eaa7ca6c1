import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.sax.SAXSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What the Xerces of the JDK says of documents: a line each, with the path, "well-formed" or "not", the line of the first
 * error, and "valid" or "invalid" by each schema that was given. Nothing is loaded that a document refers to.
 *
 * <p>java XercesJudge.java schema.xsd ... &lt; paths
 */
public final class XercesJudge {
  public static void main(String[] schemas) throws Exception {
    SchemaFactory schemaFactory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    Schema[] compiled = new Schema[schemas.length];
    for (int i = 0; i < schemas.length; i++) compiled[i] = schemaFactory.newSchema(new File(schemas[i]));
    BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path = paths.readLine(); path != null; path = paths.readLine()) {
      StringBuilder line = new StringBuilder(path);
      try {
        XMLReader reader = reader();
        // Without a handler of errors of its own, Xerces writes them to standard error.
        reader.setErrorHandler(new DefaultHandler());
        reader.parse(source(path));
        line.append("\twell-formed\t");
      } catch (SAXParseException error) {
        line.append("\tnot\t").append(error.getLineNumber());
      } catch (Exception error) {
        line.append("\tnot\t");
      }
      for (Schema schema : compiled) line.append('\t').append(isValid(schema, path) ? "valid" : "invalid");
      System.out.println(line);
    }
  }

  private static boolean isValid(Schema schema, String path) {
    try {
      javax.xml.validation.Validator validator = schema.newValidator();
      validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      validator.validate(new SAXSource(reader(), source(path)));
      return true;
    } catch (Exception error) {
      return false;
    }
  }

  private static InputSource source(String path) {
    return new InputSource(new File(path).toURI().toString());
  }

  private static XMLReader reader() throws Exception {
    SAXParserFactory factory = SAXParserFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
    factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    return factory.newSAXParser().getXMLReader();
  }
}
