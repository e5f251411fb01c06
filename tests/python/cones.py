"""A cone in every format: `cones.py BASE QUERY ADQL` writes the formats whose values are not TAP's, as JSON.

QUERY are the parameters of the cone search, ADQL is the same cone for TAP, with the same columns in the same order.
"""

import io
import json
import re
import sys
import urllib.parse
import urllib.request

import numpy
import pyarrow.ipc
import pyarrow.parquet
from astropy.io import votable
from astropy.table import Table

VOTABLES = ["text/xml", "votable", "votable/td", "votable/b", "votable/b2", "votable;version=1.5"]


def get(url, fields):
    """The body of an answer."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}?{urllib.parse.urlencode(fields)}") as answer:
        return answer.read()


def of_votable(body):
    """The one table of a VOTable, checked strictly but for UCDs, since a cone search has those of 1998."""
    return votable.parse(io.BytesIO(body), verify="warn").get_first_table().to_table()


def of_fits(body):
    """The table of a FITS file."""
    return Table.read(io.BytesIO(body), format="fits")


def values(table):
    """Names and values as plain lists; None is null."""
    def plain(cell):
        if cell is numpy.ma.masked:
            return None
        if isinstance(cell, (numpy.ndarray, numpy.ma.MaskedArray)):
            return [plain(element) for element in cell]
        return repr(cell.item() if hasattr(cell, "item") else cell)
    return {name: [plain(cell) for cell in table[name]] for name in table.colnames}


def cells(page):
    """The texts of the cells of a page."""
    return re.findall(r"<td[^>]*>(.*?)</td>", page.decode(), re.S)


def lines(text):
    """The lines of a table for people that hold numbers."""
    return [line.split() for line in text.decode().splitlines() if re.match(r"\s*\d{6,}\s", line)]


READERS = {name: lambda body: values(of_votable(body)) for name in VOTABLES} | {
    "csv": lambda body: body,
    "text/csv;header=absent": lambda body: body,
    "tsv": lambda body: body,
    "json": lambda body: json.loads(body)["data"],
    "html": cells,
    "text": lines,
    "fits": lambda body: values(of_fits(body)),
    "parquet": lambda body: pyarrow.parquet.read_table(io.BytesIO(body)).to_pydict(),
    "arrow": lambda body: pyarrow.ipc.open_stream(body).read_all().to_pydict(),
}


def main(base, query, adql):
    """Prints the formats that differ, and how much there was to compare."""
    cone = dict(urllib.parse.parse_qsl(query))
    different, empty = [], []
    for form, read in READERS.items():
        ours = read(get(f"{base}/scs/jplus/MagABDualObj", {**cone, "RESPONSEFORMAT": form}))
        theirs = read(get(f"{base}/tap/sync", {"LANG": "ADQL", "QUERY": adql, "RESPONSEFORMAT": form}))
        if repr(ours) != repr(theirs):
            different.append(form)
        if not ours:
            empty.append(form)
    rows = get(f"{base}/scs/jplus/MagABDualObj", {**cone, "RESPONSEFORMAT": "csv"}).decode().splitlines()
    report = {"different": different, "empty": empty, "formats": len(READERS), "rows": len(rows) - 1}
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
