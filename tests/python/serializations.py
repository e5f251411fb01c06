"""The same query in every serialization: `serializations.py BASE ADQL` writes what differs as JSON."""

import csv
import io
import json
import sys

import numpy
from astropy.io import votable

from fetched import fetch

FORMATS = ["votable/td", "votable/b", "votable/b2"]


def table(body):
    """The one table of a VOTable document, checked strictly."""
    return votable.parse(io.BytesIO(body), verify="exception").get_first_table().to_table()


def same(a, b):
    """Whether two columns hold the same values and nulls."""
    if a.dtype.kind == "O" or b.dtype.kind == "O":
        return [str(value) for value in a] == [str(value) for value in b]
    masks = numpy.ma.getmaskarray(numpy.ma.asarray(a)), numpy.ma.getmaskarray(numpy.ma.asarray(b))
    values = numpy.ma.getdata(a)[~masks[0]], numpy.ma.getdata(b)[~masks[1]]
    equal_nan = a.dtype.kind == "f"
    return numpy.array_equal(*masks) and numpy.array_equal(*values, equal_nan=equal_nan)


def numbers(cell):
    """The elements of a cell as numbers, None for each that is null."""
    elements = numpy.ma.ravel(numpy.ma.asarray(cell))
    return [None if element is numpy.ma.masked else element.item() for element in elements]


def read(text, column):
    """The elements of a cell of CSV, as the column's type has them."""
    return [column.dtype.type(word).item() for word in text.split()]


def equal(a, b):
    """Whether two lists of numbers are the same, NaN being the same as NaN."""
    return len(a) == len(b) and all(x == y or (x != x and y != y) for x, y in zip(a, b))


def compare_csv(reference, body):
    """Columns of numbers whose text in CSV reads back as another number."""
    head, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
    different = [] if head == reference.colnames else ["csv: head"]
    if len(rows) != len(reference):
        different.append(f"csv: {len(rows)} rows")
    for index, name in enumerate(head):
        column = reference[name]
        if column.dtype.kind not in "iuf":
            continue
        for row, cell in zip(rows, column):
            expected = numbers(cell)
            is_null = all(number is None for number in expected)
            good = row[index] == "" if is_null else equal(read(row[index], column), expected)
            if not good:
                different.append(f"csv: {name}: {row[index]} is not {expected}")
                break
    return different


def main(base, adql):
    """Compares everything with TABLEDATA."""
    tables = {form: table(fetch(base, adql, form)) for form in FORMATS}
    reference = tables[FORMATS[0]]
    different = compare_csv(reference, fetch(base, adql, "csv"))
    for form, other in tables.items():
        if other.colnames != reference.colnames or len(other) != len(reference):
            different.append(f"{form}: shape")
            continue
        for name in reference.colnames:
            if other[name].unit != reference[name].unit or not same(reference[name], other[name]):
                different.append(f"{form}: {name}")
    json.dump({"rows": len(reference), "columns": len(reference.colnames), "differences": different}, sys.stdout)


main(*sys.argv[1:])
