"""Validates every file of a folder with lxml, in one process or in several.

    validate_loop.py SCHEMA FOLDER PROCESSES

Prints how many files are valid, how many are not, and how many are not well-formed.
"""

import os
import sys

from lxml import etree


def validate(schema_path, paths):
    schema = etree.XMLSchema(etree.parse(schema_path))
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    valid = invalid = broken = 0
    for path in paths:
        try:
            document = etree.parse(path, parser)
        except etree.XMLSyntaxError:
            broken += 1
            continue
        if schema.validate(document):
            valid += 1
        else:
            invalid += 1
    return valid, invalid, broken


def main():
    schema_path, folder, processes = sys.argv[1], sys.argv[2], int(sys.argv[3])
    paths = sorted(entry.path for entry in os.scandir(folder) if entry.name.endswith(".xml"))
    children = []
    for number in range(1, processes):
        end, start = os.pipe()
        child = os.fork()
        if child == 0:
            counts = validate(schema_path, paths[number::processes])
            os.write(start, " ".join(map(str, counts)).encode())
            os._exit(0)
        os.close(start)
        children.append((child, end))
    totals = [validate(schema_path, paths[0::processes])]
    for child, end in children:
        with os.fdopen(end) as pipe:
            totals.append(tuple(map(int, pipe.read().split())))
        os.waitpid(child, 0)
    print("%d valid, %d invalid, %d not well-formed" % tuple(map(sum, zip(*totals))))


main()
