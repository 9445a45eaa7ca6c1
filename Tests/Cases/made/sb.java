StringBuilder sb = new StringBuilder();
sb.append("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">");
sb.append("<s:Body><s:Fault>");
sb.append("<faultcode>Oops</faultcode>");
sb.append("<faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>");
