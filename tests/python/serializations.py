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


def compare_text(reference, body, form, delimiter):
    """Columns of numbers whose text in CSV or TSV reads back as another number."""
    head, *rows = csv.reader(io.StringIO(body.decode(), newline=""), delimiter=delimiter)
    different = [] if head == reference.colnames else [f"{form}: head"]
    if len(rows) != len(reference):
        different.append(f"{form}: {len(rows)} rows")
    for index, name in enumerate(head):
        column = reference[name]
        if column.dtype.kind not in "iuf":
            continue
        for row, cell in zip(rows, column):
            expected = numbers(cell)
            is_null = all(number is None for number in expected)
            good = row[index] == "" if is_null else equal(read(row[index], column), expected)
            if not good:
                different.append(f"{form}: {name}: {row[index]} is not {expected}")
                break
    return different


def same_json(value, cell, column, number):
    """Whether a value of JSON is that of a cell; NaN and the infinities are texts, which Python reads as numbers."""
    if column.dtype.kind in "iuf" or isinstance(cell, numpy.ndarray):
        expected = numbers(cell)
        if all(element is None for element in expected):
            return value is None
        found = value if isinstance(value, list) else [value]
        return equal([None if word is None else number(word) for word in found], expected)
    if cell is numpy.ma.masked or str(cell) == "":
        return value in (None, "")
    return str(value) == str(cell)


def compare_json(reference, body):
    """Columns of numbers and texts that JSON has otherwise."""
    document = json.loads(body)
    head = [column["name"] for column in document["metadata"]["columns"]]
    different = [] if head == reference.colnames else ["json: head"]
    if len(document["data"]) != len(reference) or document["rows"] != len(reference):
        different.append(f"json: {len(document['data'])} rows")
    for index, name in enumerate(head):
        column = reference[name]
        number = column.dtype.type if column.dtype.kind in "iuf" else float
        for row, cell in zip(document["data"], column):
            if not same_json(row[index], cell, column, number):
                different.append(f"json: {name}: {row[index]} is not {cell}")
                break
    return different


def main(base, adql):
    """Compares everything with TABLEDATA."""
    tables = {form: table(fetch(base, adql, form)) for form in FORMATS}
    reference = tables[FORMATS[0]]
    different = compare_text(reference, fetch(base, adql, "csv"), "csv", ",")
    different += compare_text(reference, fetch(base, adql, "tsv"), "tsv", "\t")
    different += compare_json(reference, fetch(base, adql, "json"))
    for form, other in tables.items():
        if other.colnames != reference.colnames or len(other) != len(reference):
            different.append(f"{form}: shape")
            continue
        for name in reference.colnames:
            if other[name].unit != reference[name].unit or not same(reference[name], other[name]):
                different.append(f"{form}: {name}")
    json.dump({"rows": len(reference), "columns": len(reference.colnames), "differences": different}, sys.stdout)


main(*sys.argv[1:])
