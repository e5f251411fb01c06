"""A synchronous query by pyvo: `search.py TAPURL ADQL` writes head and rows as JSON, all values as text."""

import json
import sys

import numpy
import pyvo


def text(value):
    """The shortest text of a value that reads back the same."""
    if value is numpy.ma.masked:
        return ""
    if isinstance(value, numpy.ndarray):
        return " ".join(text(element) for element in value)
    if isinstance(value, (float, numpy.floating)):
        return repr(float(value))
    return str(value)


def main(url, adql):
    """Prints the table of one query."""
    table = pyvo.dal.TAPService(url).search(adql, maxrec=1_000_000).to_table()
    rows = [[text(value) for value in row] for row in table]
    json.dump({"head": table.colnames, "rows": rows}, sys.stdout)


main(*sys.argv[1:])
