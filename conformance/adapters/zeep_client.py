#!/usr/bin/env python3
"""What a client sees: every message to the parser and the fault bindings of zeep, a SOAP client.

A message is valid to it if it can be read and, where it is a fault, has a code and a text. It knows no rules.
Needs Python 3.8 and zeep (pip install zeep):

    faultlint conformance run --implementation 'python3 conformance/adapters/zeep_client.py'
"""

import json
import sys

import zeep
from zeep.exceptions import Fault
from zeep.loader import parse_xml
from zeep.wsdl.bindings.soap import Soap11Binding, Soap12Binding

BINDINGS = [
    ("http://schemas.xmlsoap.org/soap/envelope/", Soap11Binding),
    ("http://www.w3.org/2003/05/soap-envelope", Soap12Binding),
]


def is_valid(content):
    document = parse_xml(content, None)
    for namespace, binding in BINDINGS:
        if document.find("{%s}Body/{%s}Fault" % (namespace, namespace)) is None:
            continue
        try:
            # The bindings need nothing of a WSDL to read a fault.
            binding.process_error(binding.__new__(binding), document, None)
        except Fault as fault:
            return bool(fault.code) and bool(fault.message)
    return any(document.tag == "{%s}Envelope" % namespace for namespace, _ in BINDINGS)


def main():
    for line in sys.stdin:
        question = json.loads(line)
        if question["cmd"] == "hello":
            answer = {"name": "zeep", "version": zeep.__version__, "capabilities": []}
        elif question["cmd"] == "stop":
            return
        else:
            try:
                with open(question["path"], "rb") as file:
                    verdict = "valid" if is_valid(file.read()) else "invalid"
            except Exception:  # Whatever it raises, a caller gets no fault.
                verdict = "invalid"
            answer = {"seq": question["seq"], "verdict": verdict}
        print(json.dumps(answer), flush=True)


main()
