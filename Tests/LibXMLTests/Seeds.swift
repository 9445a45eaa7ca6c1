/// The documents that are changed.
enum Seeds {
  private static let fault11 =
    "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>"
  private static let apifault = """
    <et:apifault><et:Code>2</et:Code><et:Message>m</et:Message><et:LogID>9</et:LogID><et:Params><et:Param>a</et:Param>\
    <et:Param>b</et:Param></et:Params></et:apifault>
    """
  private static let code = "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
  private static let reason = "<e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
  private static let fault12 = "<e:Fault>\(code)\(reason)</e:Fault>"
  private static let upgrade = """
    <e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/><e:SupportedEnvelope qname="s:Envelope"/></e:Upgrade>
    """

  static let all: [(name: String, version: SOAP, document: String)] = [
    (
      "full", .v11,
      SOAP.v11.envelope(
        """
        <s:Fault><faultcode>s:Client.Auth</faultcode><faultstring>x</faultstring><faultactor>http://a.example/</faultactor>\
        <detail a="1" m:b="2"><m:d s:encodingStyle="">t</m:d><u/></detail></s:Fault>
        """,
        header: """
          <s:Header m:a="1"><m:h s:mustUnderstand="1" s:actor="urn:a"><m:i/></m:h></s:Header>
          """)
    ),
    (
      "apifault", .v11,
      SOAP.v11.envelope(
        """
        <s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>urn:a</faultactor>\
        <detail>\(apifault)</detail></s:Fault>
        """)
    ),
    (
      "body", .v11, SOAP.v11.envelope("<m:ok s:encodingStyle=\"urn:a urn:b\"><u/></m:ok>\(fault12)\(fault11)")
    ),
    (
      "default", .v11,
      """
      <Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="http://schemas.xmlsoap.org/soap/envelope/" \(LibXMLTests.prefixes)>\
      <Body><Fault><faultcode xmlns="">p:Server</faultcode><faultstring xmlns="">x</faultstring></Fault></Body></Envelope>
      """
    ),
    (
      "full", .v12,
      SOAP.v12.envelope(
        """
        <e:Fault><e:Code><e:Value>e:Receiver</e:Value><e:Subcode><e:Value>m:a</e:Value><e:Subcode><e:Value>m:b</e:Value></e:Subcode>\
        </e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text><e:Text xml:lang="">y</e:Text></e:Reason>\
        <e:Node>http://n.example/</e:Node><e:Role>http://www.w3.org/2003/05/soap-envelope/role/next</e:Role>\
        <e:Detail m:a="1"><m:d e:encodingStyle="urn:e">t</m:d><u/></e:Detail></e:Fault>
        """,
        header: """
          <e:Header m:a="1"><m:h e:mustUnderstand="true" e:role="urn:r" e:relay="0"><m:i/></m:h></e:Header>
          """)
    ),
    (
      "blocks", .v12,
      SOAP.v12.envelope(
        fault12,
        header:
          "<e:Header>\(upgrade)<e:NotUnderstood qname=\"m:h\"/><e:NotUnderstood qname=\"m:i\"/></e:Header>")
    ),
    (
      "codes", .v12,
      SOAP.v12.envelope(
        ["VersionMismatch", "MustUnderstand", "DataEncodingUnknown", "Receiver"].map {
          "<e:Fault><e:Code><e:Value>e:\($0)</e:Value></e:Code>\(reason)</e:Fault>"
        }.joined())
    ),
    (
      "default", .v12,
      """
      <Envelope xmlns="http://www.w3.org/2003/05/soap-envelope" xmlns:p="http://www.w3.org/2003/05/soap-envelope" xmlns:q="urn:q" \
      \(LibXMLTests.prefixes)><Header><p:NotUnderstood qname="q:h"/></Header><Body><Fault><Code><Value>Sender</Value><Subcode><Value>q:a</Value>\
      </Subcode></Code><Reason><Text xml:lang="en">x</Text></Reason></Fault></Body></Envelope>
      """
    ),
    (
      "detail", .v12,
      SOAP.v12.envelope("<e:Fault>\(code)\(reason)<e:Detail>\(apifault)\(fault11)</e:Detail></e:Fault>")
    ),
  ]
}
