#!/usr/bin/env python3
"""How often faultlint and other judges say the same of the messages of the conformance suite.

Usage: compare.py faultlint schemas xerces.tsv message ...

The judges: the Xerces of the JDK, of which XercesJudge.java has written what it says; expat; xmlschema, with the two
schemas of the envelope; and zeep, for what is in a fault. Prints a table, and behind it every message on which one
says something else. docs/agreement.md says which kinds of difference there are, and who is right.
"""

import json
import subprocess
import sys
import xml.parsers.expat

import xmlschema
from zeep.exceptions import Fault
from zeep.loader import parse_xml
from zeep.wsdl.bindings.soap import Soap11Binding, Soap12Binding

SOAP = {"1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope"}
UNREADABLE = {"XML-not-well-formed", "XML-namespace-not-well-formed", "XML-encoding", "XML-limit"}


class Tally:
    def __init__(self, title):
        self.title, self.count, self.differences = title, 0, []

    def compare(self, path, ours, theirs):
        self.count += 1
        if ours != theirs:
            self.differences.append("%s: faultlint %s, it %s" % (path, ours, theirs))


def faultlint(program, paths, *options):
    """The results, by path."""
    results = {}
    for start in range(0, len(paths), 500):
        part = paths[start:start + 500]
        run = subprocess.run([program, "--input-format", "xml", "--format", "ndjson", *options, *part],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        # Not splitlines(), which cuts at U+2028 and its like too, as they stand in JSON strings.
        for line in run.stdout.decode().split("\n"):
            result = json.loads(line) if line else {}
            if "source" in result:
                results[result["source"]["path"]] = result
    return results


def rules(result):
    return [rule for finding in result["findings"] for rule in [finding["rule"]] + finding["also"]]


def expat(content):
    """None if it is well-formed and its namespaces are, or the line of the first error."""
    parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(content, True)
        return None
    except xml.parsers.expat.ExpatError as error:
        return error.lineno
    except LookupError:  # of an encoding that Python does not know
        return parser.CurrentLineNumber


def zeep(content, version):
    """Code, text, actor and the names of the detail entries, as a caller of zeep gets them; None if it gets no fault."""
    binding = {"1.1": Soap11Binding, "1.2": Soap12Binding}[version]
    try:
        binding.process_error(binding.__new__(binding), parse_xml(content, None), None)
    except Fault as fault:
        detail = [] if fault.detail is None else [entry.tag for entry in fault.detail if isinstance(entry.tag, str)]
        # A report has the name that the prefix stands for, zeep what is written.
        code = fault.code and fault.code.strip().split(":")[-1]
        return {"code": code, "text": fault.message, "actor": fault.actor, "detail": detail}
    except Exception:
        return None
    return None


def facts(fault, version):
    """The same of what faultlint reports. zeep has no actor in SOAP 1.2."""
    code = fault.get("code") and (fault["code"].get("local") or fault["code"].get("text"))
    code = code and code.strip().split(":")[-1]
    text = fault["reason"][0]["text"] if fault.get("reason") else None
    actor = fault.get("actor") if version == "1.1" else None
    return {"code": code, "text": text, "actor": actor, "detail": fault.get("detail", [])}


def trimmed(value):
    return value.strip() if isinstance(value, str) else value


def main():
    program, schemas, xerces_file, *paths = sys.argv[1:]
    xerces = {}
    with open(xerces_file, encoding="utf-8") as lines:
        for line in lines:
            path, form, number, first, second = line.rstrip("\n").split("\t")
            xerces[path] = (form == "well-formed", int(number) if number else None,
                            {"1.1": first == "valid", "1.2": second == "valid"})
    auto = faultlint(program, paths)
    plain = {"1.1": faultlint(program, paths, "--profile", "soap11"),
             "1.2": faultlint(program, paths, "--profile", "soap12")}
    validators = {version: xmlschema.XMLSchema("%s/soap%s-envelope.xsd" % (schemas, version.replace(".", "")),
                                               defuse="nonlocal", allow="local") for version in SOAP}
    forms = Tally("well-formed, by Xerces"), Tally("well-formed, by expat")
    lines = Tally("line of the first error, within 1, by Xerces"), Tally("line of the first error, within 1, by expat")
    valid = {(version, judge): Tally("valid SOAP %s, by %s" % (version, judge))
             for version in SOAP for judge in ("Xerces", "xmlschema")}
    parts = {name: Tally("%s of the fault, by zeep" % name) for name in ("code", "text", "actor", "detail")}
    for path in paths:
        with open(path, "rb") as file:
            content = file.read()
        result = auto[path]
        ours = next((f["line"] for f in result["findings"] if UNREADABLE & {f["rule"], *f["also"]}), None)
        expat_line = expat(content)
        xerces_form, xerces_line, xerces_valid = xerces[path]
        forms[0].compare(path, ours is None, xerces_form)
        forms[1].compare(path, ours is None, expat_line is None)
        for tally, line in zip(lines, (xerces_line, expat_line)):
            if ours is not None and line is not None:
                tally.compare(path, ours, ours if abs(line - ours) <= 1 else line)
        version = result["soap"]
        # Bare faults and what neither parser reads are compared above.
        if version is None or ours is not None or not xerces_form or "XML-fragment" in rules(result):
            continue
        is_valid = not any(rule.startswith("XSD-") for rule in rules(plain[version][path]))
        valid[version, "Xerces"].compare(path, is_valid, xerces_valid[version])
        try:
            valid[version, "xmlschema"].compare(path, is_valid, validators[version].is_valid(path))
        except Exception as error:  # it has no verdict
            valid[version, "xmlschema"].compare(path, is_valid, type(error).__name__)
        if result["fault"]:
            theirs = zeep(content, version)
            for name, value in facts(result["fault"], version).items():
                parts[name].compare(path, trimmed(value), trimmed(theirs[name]) if theirs else "no fault")
    tallies = [*forms, *lines, *valid.values(), *parts.values()]
    print("| Compared | Messages | Equal | % |\n|---|---|---|---|")
    for tally in tallies:
        equal = tally.count - len(tally.differences)
        print("| %s | %d | %d | %.2f |" % (tally.title, tally.count, equal, 100 * equal / max(tally.count, 1)))
    for tally in tallies:
        for difference in tally.differences:
            print("%s: %s" % (tally.title, difference))


main()
