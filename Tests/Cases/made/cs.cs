var x = @"<s:Envelope xmlns:s=""http://schemas.xmlsoap.org/soap/envelope/"">
  <s:Body><s:Fault><faultcode>Oops</faultcode><faultstring>x</faultstring></s:Fault></s:Body>
</s:Envelope>";
