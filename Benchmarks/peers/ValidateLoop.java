import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.XMLConstants;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.sax.SAXSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;

/**
 * Validates every file of a folder with the JDK's own validator, from SAX events; each thread has its own reader and
 * validator, which it reuses.
 *
 * <p>Usage: {@code ValidateLoop SCHEMA FOLDER THREADS [warm]}. Prints how many files are valid, how many are not, and
 * how many are not well-formed. With {@code warm} all of it is done twice, and a second line has the seconds that the
 * second pass took, by the clock and of all processors.
 */
public final class ValidateLoop {
  /** Takes note of what happened, and goes on. */
  private static final class Notes implements ErrorHandler {
    boolean isInvalid;

    @Override
    public void warning(SAXParseException exception) {}

    @Override
    public void error(SAXParseException exception) {
      isInvalid = true;
    }

    @Override
    public void fatalError(SAXParseException exception) throws SAXException {
      throw exception;
    }
  }

  public static void main(String[] arguments) throws Exception {
    Schema schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new File(arguments[0]));
    File[] files = new File(arguments[1]).listFiles((folder, name) -> name.endsWith(".xml"));
    Arrays.sort(files);
    int threads = Integer.parseInt(arguments[2]);
    if (arguments.length > 3) pass(schema, files, threads);
    long start = System.nanoTime();
    long busy = processorTime();
    AtomicInteger[] totals = pass(schema, files, threads);
    long end = System.nanoTime();
    System.out.printf("%s valid, %s invalid, %s not well-formed%n", (Object[]) totals);
    if (arguments.length > 3) {
      System.out.printf(Locale.ROOT, "%.6f %.6f%n", (end - start) / 1e9, (processorTime() - busy) / 1e9);
    }
  }

  /** Nanoseconds of all processors that this process has taken. */
  private static long processorTime() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  /** Validates all files once. */
  private static AtomicInteger[] pass(Schema schema, File[] files, int count) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger[] totals = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
    Thread[] threads = new Thread[count];
    for (int number = 0; number < threads.length; number++) {
      threads[number] = new Thread(() -> validate(schema, files, next, totals));
      threads[number].start();
    }
    for (Thread thread : threads) thread.join();
    return totals;
  }

  private static void validate(Schema schema, File[] files, AtomicInteger next, AtomicInteger[] totals) {
    try {
      SAXParserFactory factory = SAXParserFactory.newInstance();
      factory.setNamespaceAware(true);
      XMLReader reader = factory.newSAXParser().getXMLReader();
      Validator validator = schema.newValidator();
      Notes notes = new Notes();
      validator.setErrorHandler(notes);
      for (int index; (index = next.getAndIncrement()) < files.length; ) {
        notes.isInvalid = false;
        int verdict;
        try (InputStream stream = new BufferedInputStream(new FileInputStream(files[index]))) {
          validator.validate(new SAXSource(reader, new InputSource(stream)));
          verdict = notes.isInvalid ? 1 : 0;
        } catch (SAXException exception) {
          verdict = 2;
        }
        totals[verdict].incrementAndGet();
      }
    } catch (Exception exception) {
      throw new IllegalStateException(exception);
    }
  }
}
