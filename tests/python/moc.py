"""A coverage map as FITS, JSON and text: `moc.py URL` reads the first with astropy, and writes what differs as JSON."""

import io
import json
import sys
import urllib.request

from astropy.io import fits


def fetch(url, form):
    """The body of an answer."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}&format={form}") as answer:
        return answer.read()


def main(url):
    """Compares the cells of the forms."""
    with fits.open(io.BytesIO(fetch(url, "fits"))) as file:
        file.verify("exception")
        header = file[1].header
        uniq = [int(value) for value in file[1].data["UNIQ"]]
    listed = {int(order): cells for order, cells in json.loads(fetch(url, "json")).items()}
    expected = sorted(4 * 4**order + cell for order, cells in listed.items() for cell in cells)
    text = fetch(url, "ascii").decode()
    differences = []
    if uniq != expected:
        differences.append("FITS and JSON hold other cells")
    if header["MOCORD_S"] != max(listed) or header["MOCORDER"] != max(listed):
        differences.append(f"FITS has order {header['MOCORD_S']}, JSON {max(listed)}")
    if not any(item.startswith(f"{max(listed)}/") for item in text.split()):
        differences.append(f"the text does not say order {max(listed)}")
    print(json.dumps({"ordering": header["ORDERING"], "cells": len(uniq), "differences": differences}))


main(sys.argv[1])
