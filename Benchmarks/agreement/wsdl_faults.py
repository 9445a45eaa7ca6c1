#!/usr/bin/env python3
"""Faults made of the types that real WSDLs have for them, and whether faultlint and Xerces call them valid.

Usage: wsdl_faults.py make REFERENCE SCHEMAS FOLDER   writes the messages, and for each WSDL a schema for Xerces
       wsdl_faults.py compare FAULTLINT FOLDER        compares; reads what Xerces says from FOLDER/NAME.tsv

REFERENCE is the folder with the WSDLs, which belong to others and are not part of this project; SCHEMAS is ours.
Xerces gets the schemas as they are taken out of the WSDL here, with the imports between them that some leave out. Which
messages are made depends on nothing but the WSDLs.
"""

import json
import os
import random
import subprocess
import sys
from xml.dom import Node, minidom

XS = "http://www.w3.org/2001/XMLSchema"
WSDL = "http://schemas.xmlsoap.org/wsdl/"
ENCODING = "http://schemas.xmlsoap.org/soap/encoding/"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
MARKETING_CLOUD = "urn:fault.partner.exacttarget.com"
WSDLS = ["zuora.a.38.0", "zuora.a.78.0", "openair-2016", "marketing-cloud-etframework"]
COUNT = 1000


def elements(node, namespace, name):
    return [child for child in node.childNodes
            if child.nodeType == Node.ELEMENT_NODE and child.namespaceURI == namespace and child.localName == name]


def declarations(node):
    """The namespace declarations in scope, the nearest first."""
    found = {}
    while node is not None and node.nodeType == Node.ELEMENT_NODE:
        for attribute in node.attributes.values():
            if attribute.name == "xmlns" or attribute.name.startswith("xmlns:"):
                found.setdefault(attribute.name, attribute.value)
        node = node.parentNode
    return found


def extract(path, schemas, reference, folder, name):
    """Writes the schemas inside a WSDL as files, and one that imports them all with the envelope; its name."""
    document = minidom.parse(path)
    inside = [schema for types in elements(document.documentElement, WSDL, "types")
              for schema in elements(types, XS, "schema")]
    files = {schema.getAttribute("targetNamespace"): "%s-%d.xsd" % (name, number)
             for number, schema in enumerate(inside)}
    places = dict(files)
    places[ENCODING] = os.path.abspath(os.path.join(reference, "soap11-encoding.xsd"))
    places[MARKETING_CLOUD] = os.path.abspath(os.path.join(schemas, "ETFrameworkFault.xsd"))
    for schema in inside:
        for attribute, value in declarations(schema).items():
            schema.setAttribute(attribute, value)
        target = schema.getAttribute("targetNamespace")
        imported = {element.getAttribute("namespace"): element for element in elements(schema, XS, "import")}
        for namespace in files:
            if namespace != target and namespace not in imported:
                element = document.createElementNS(XS, "xsx:import")
                element.setAttribute("xmlns:xsx", XS)
                element.setAttribute("namespace", namespace)
                schema.insertBefore(element, schema.firstChild)
                imported[namespace] = element
        for namespace, element in imported.items():
            if namespace in places:
                element.setAttribute("schemaLocation", places[namespace])
        with open(os.path.join(folder, files[target]), "w", encoding="utf-8") as file:
            file.write(schema.toxml())
    imports = "".join('<xs:import namespace="%s" schemaLocation="%s"/>' % (namespace, file)
                      for namespace, file in [*files.items(), (ENVELOPE, os.path.abspath(
                          os.path.join(schemas, "soap11-envelope.xsd"))), (MARKETING_CLOUD, places[MARKETING_CLOUD])]
                      if namespace)
    with open(os.path.join(folder, name + ".xsd"), "w", encoding="utf-8") as file:
        file.write('<xs:schema xmlns:xs="%s">%s</xs:schema>' % (XS, imports))
    return document


class Element:
    def __init__(self, name, text="", children=(), attributes=()):
        self.name, self.text, self.children = name, text, list(children)
        self.attributes = dict(attributes)

    def copy(self):
        return Element(self.name, self.text, [child.copy() for child in self.children], self.attributes)

    def all(self):
        return [self] + [element for child in self.children for element in child.all()]

    def xml(self):
        attributes = "".join(' %s="%s"' % pair for pair in self.attributes.items())
        return "<%s%s>%s%s</%s>" % (self.name, attributes, self.text, "".join(c.xml() for c in self.children), self.name)


def prototypes(name, document):
    """Entries as the types have them."""
    if name.startswith("zuora"):
        codes = [value.getAttribute("value") for kind in document.getElementsByTagNameNS(XS, "simpleType")
                 if kind.getAttribute("name") == "ErrorCode"
                 for value in kind.getElementsByTagNameNS(XS, "enumeration")]
        parts = {part.getAttribute("element").split(":")[-1]
                 for fault in document.getElementsByTagNameNS(WSDL, "fault") if fault.getAttribute("message")
                 for message in elements(document.documentElement, WSDL, "message")
                 if message.getAttribute("name") == fault.getAttribute("message").split(":")[-1]
                 for part in elements(message, WSDL, "part")} | {"fault"}
        # Each fault once, and each code once.
        pairs = [(part, codes[0]) for part in sorted(parts)] + [("fault", code) for code in codes[1:]]
        return [Element("f:" + part, children=[Element("f:FaultCode", code), Element("f:FaultMessage", "It failed.")])
                for part, code in pairs]
    if name.startswith("openair"):
        error = [Element(part, value) for part, value in (("comment", "c"), ("text", "t"), ("code", "602"))]
        names = ["oaError", "oaBase"]
        declared = {kind.getAttribute("name") for kind in document.getElementsByTagNameNS(XS, "complexType")}
        return [Element("p:error", children=[child.copy() for child in error] if kind == "oaError" else [],
                        attributes={"xsi:type": "p:" + kind}) for kind in names if kind in declared]
    params = Element("a:Params", children=[Element("a:Param", "p"), Element("a:Param", "q")])
    entry = [Element("a:Code", "11"), Element("a:Message", "No access"), Element("a:LogID", "77")]
    return [Element("a:apifault", children=entry + [params]), Element("a:apifault", children=entry),
            Element("a:apifault", children=entry[:2]),
            Element("m:OverallStatus", "Error"), Element("m:RequestID", "r")]


VALUES = ["", "x", "-1", "99999999999", "1.5", "INVALID_VALUE", "NO_SUCH_CODE", " 11 ", "true", "&#10;"]


def mutate(entry, number):
    """Changes one thing, or two."""
    chance = random.Random(number)
    entry = entry.copy()
    for _ in range(chance.choice([1, 1, 2])):
        target = chance.choice(entry.all())
        parent = next((element for element in entry.all() if target in element.children), None)
        edit = chance.choice(["drop", "twice", "rename", "namespace", "swap", "value", "attribute", "text", "nil", "child"])
        if edit == "drop" and parent:
            parent.children.remove(target)
        elif edit == "twice" and parent:
            parent.children.insert(parent.children.index(target), target.copy())
        elif edit == "rename" and parent:
            target.name += "s"
        elif edit == "namespace" and parent:
            target.name = "other:" + target.name.split(":")[-1]
        elif edit == "swap" and len(target.children) > 1:
            target.children.reverse()
        elif edit == "value" and not target.children:
            target.text = chance.choice(VALUES)
        elif edit == "attribute":
            target.attributes[chance.choice(["id", "other:id", "xml:lang"])] = "i"
        elif edit == "text" and target.children:
            target.text = "text"
        elif edit == "nil":
            target.attributes["xsi:nil"] = chance.choice(["true", "false", "x"])
        else:
            target.children.append(Element(chance.choice(["f:FaultCode", "a:Code", "code", "other:code"]), "1"))
    return entry


def message(entry):
    return ('<s:Envelope xmlns:s="%s" xmlns:f="http://fault.api.zuora.com/" xmlns:a="%s" xmlns:other="urn:other" '
            'xmlns:p="http://namespaces.soaplite.com/perl" xmlns:m="http://exacttarget.com/wsdl/partnerAPI" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<s:Body><s:Fault><faultcode>s:Server</faultcode>'
            '<faultstring>x</faultstring>\n<detail>%s</detail></s:Fault></s:Body></s:Envelope>\n'
            % (ENVELOPE, MARKETING_CLOUD, entry.xml()))


def make(reference, schemas, folder):
    for name in WSDLS:
        document = extract(os.path.join(reference, name + ".wsdl"), schemas, reference, folder, name)
        good = prototypes(name, document)
        os.makedirs(os.path.join(folder, name), exist_ok=True)
        entries = list(good)
        while len(entries) < COUNT // len(WSDLS):
            entries.append(mutate(good[len(entries) % len(good)], len(entries)))
        for number, entry in enumerate(entries):
            kind = "good" if number < len(good) else "changed"
            with open(os.path.join(folder, name, "%s-%04d.xml" % (kind, number)), "w", encoding="utf-8") as file:
                file.write(message(entry))


def verdicts(program, reference, name, folder):
    paths = sorted(os.path.join(folder, name, file) for file in os.listdir(os.path.join(folder, name)))
    run = subprocess.run([program, "--format", "ndjson", "--profile", "soap11", "--input-format", "xml", "--wsdl",
                          os.path.join(reference, name + ".wsdl"), *paths], stdout=subprocess.PIPE, check=False)
    results = {}
    for line in run.stdout.decode().splitlines():
        result = json.loads(line)
        if "source" in result:
            ids = [rule for finding in result["findings"] for rule in [finding["rule"], *finding["also"]]]
            results[result["source"]["path"]] = not any(rule.startswith("XSD-") for rule in ids)
    return results


def compare(program, reference, folder):
    different = []
    for name in WSDLS:
        ours = verdicts(program, reference, name, folder)
        with open(os.path.join(folder, name + ".tsv"), encoding="utf-8") as lines:
            theirs = {fields[0]: fields[-1] == "valid" for fields in (line.rstrip("\n").split("\t") for line in lines)}
        unequal = sorted(path for path in theirs if ours.get(path) != theirs[path])
        good = [path for path in theirs if "/good-" in path]
        print("%-28s %4d messages, %4d of them unchanged (%d valid), %4d valid, %4d equal"
              % (name, len(theirs), len(good), sum(ours.get(path, False) for path in good),
                 sum(ours.get(path, False) for path in theirs), len(theirs) - len(unequal)))
        different += ["%s: faultlint %s, Xerces %s" % (path, "valid" if ours.get(path) else "invalid",
                                                        "valid" if theirs[path] else "invalid") for path in unequal]
    print("\n".join(different))
    return 1 if different else 0


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(*sys.argv[2:5])
    else:
        sys.exit(compare(*sys.argv[2:5]))
