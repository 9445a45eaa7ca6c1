var x = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">' +
  '<s:Body><s:Fault>' +
  '<faultcode>Oops</faultcode>' + '<faultstring>don\'t</faultstring></s:Fault></s:Body></s:Envelope>';
