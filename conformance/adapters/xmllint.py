#!/usr/bin/env python3
"""What schema validation alone says: every message to xmllint, with the schemas of both envelopes.

It answers valid or invalid and knows no rules, so it is asked for nothing else. Needs Python 3.8 and xmllint:

    faultlint conformance run --implementation 'python3 conformance/adapters/xmllint.py'
"""

import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCHEMA = os.path.join(ROOT, "schemas", "all.xsd")


def version():
    text = subprocess.run(["xmllint", "--version"], capture_output=True, text=True).stderr
    return text.split("\n")[0].split()[-1]


def main():
    for line in sys.stdin:
        question = json.loads(line)
        if question["cmd"] == "hello":
            answer = {"name": "xmllint --schema", "version": version(), "capabilities": []}
        elif question["cmd"] == "stop":
            return
        else:
            run = subprocess.run(
                ["xmllint", "--nonet", "--noout", "--schema", SCHEMA, question["path"]],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            answer = {"seq": question["seq"], "verdict": "invalid" if run.returncode else "valid"}
        print(json.dumps(answer), flush=True)


main()
