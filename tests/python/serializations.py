"""The same query in every serialization: `serializations.py BASE ADQL` writes what differs as JSON."""

import csv
import io
import json
import sys
import urllib.parse
import urllib.request

import numpy
from astropy.io import votable

FORMATS = ["votable/td", "votable/b", "votable/b2"]


def fetch(base, adql, form):
    """The body of an answer."""
    fields = {"LANG": "ADQL", "QUERY": adql, "RESPONSEFORMAT": form}
    data = urllib.parse.urlencode(fields).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{base}/tap/sync", data) as answer:
        return answer.read()


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


def number_texts(column):
    """Cells as CSV has them, read back as numbers."""
    for cell in column:
        yield [float(element) for element in numpy.ravel(numpy.ma.filled(cell, numpy.nan))]


def compare_csv(reference, body):
    """Columns of numbers whose text in CSV reads back as another number."""
    head, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
    different = [] if head == reference.colnames else ["csv: head"]
    for index, name in enumerate(head):
        column = reference[name]
        if column.dtype.kind not in "iuf":
            continue
        for row, expected in zip(rows, number_texts(column)):
            found = [float(word) for word in row[index].split()] or [numpy.nan]
            if not numpy.array_equal(numpy.array(found, column.dtype), numpy.array(expected, column.dtype), equal_nan=column.dtype.kind == "f"):
                different.append(f"csv: {name}: {row[index]}")
                break
    if len(rows) != len(reference):
        different.append(f"csv: {len(rows)} rows")
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
