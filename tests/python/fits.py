"""A query as FITS against TABLEDATA: `fits.py BASE ADQL FILE` keeps the FITS and writes what differs as JSON."""

import io
import json
import sys

import numpy
from astropy.io import votable
from astropy.table import Table

from fetched import fetch


def elements(cell):
    """The elements of a cell, None for each that is null; a text is one element, and an empty one is null."""
    flat = [None if element is numpy.ma.masked else element for element in numpy.ma.ravel(numpy.ma.asarray(cell))]
    flat = [element.decode() if isinstance(element, bytes) else element for element in flat]
    flat = [element.item() if isinstance(element, numpy.generic) else element for element in flat]
    flat = [element.rstrip() or None if isinstance(element, str) else element for element in flat]
    flat = [None if element != element else element for element in flat]
    return [] if all(element is None for element in flat) else flat


def main(base, adql, path):
    """Compares values, units and names."""
    body = fetch(base, adql, "fits")
    with open(path, "wb") as file:
        file.write(body)
    table = Table.read(io.BytesIO(body), format="fits")
    expected = votable.parse(io.BytesIO(fetch(base, adql, "votable/td"))).get_first_table().to_table()
    different = [] if table.colnames == expected.colnames else ["names"]
    different += [name for name in expected.colnames if table[name].unit != expected[name].unit]
    for name in expected.colnames:
        for ours, theirs in zip(table[name], expected[name]):
            if elements(ours) != elements(theirs):
                different.append(f"{name}: {ours} is not {theirs}")
                break
    report = {"rows": len(table), "columns": len(table.colnames), "overflow": table.meta.get("QSTATUS")}
    json.dump({**report, "differences": different}, sys.stdout)


main(*sys.argv[1:])
