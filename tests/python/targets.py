"""Targets made by astropy: `targets.py CONEURL` writes whether the matches are those that astropy finds, as JSON."""

import io
import json
import sys

import numpy
import pyvo
import requests
from astropy import units
from astropy.coordinates import SkyCoord
from astropy.io import votable
from astropy.table import MaskedColumn, Table

RADIUS_DEG = 0.03


def asked(url, targets, **fields):
    """The table that a request for many cones gives."""
    body = io.BytesIO()
    votable.writeto(votable.from_table(targets), body)
    fields = {"SR": RADIUS_DEG, "VERB": 1, "MAXREC": 100000, **fields}
    answer = requests.post(f"{url}/multi", data=fields, files={"TARGETS": ("targets.vot", body.getvalue())}, timeout=60)
    answer.raise_for_status()
    return votable.parse(io.BytesIO(answer.content), verify="warn").get_first_table().to_table()


def main(url):
    """Takes sources of a wide cone, moves them, and looks for them again."""
    sources = pyvo.dal.SCSService(url).search(pos=(0, 89), radius=180, verbosity=1, maxrec=100000).to_table()
    positions = SkyCoord(sources["ALPHA_J2000"], sources["DELTA_J2000"])
    chosen = slice(None, None, max(1, len(sources) // 50))
    targets = Table()
    targets["name"] = [f"target {number}" for number in range(len(sources[chosen]))]
    targets["ra"] = (numpy.array(sources["ALPHA_J2000"][chosen]) + 0.002) % 360 * units.deg
    targets["dec"] = numpy.array(sources["DELTA_J2000"][chosen]) * units.deg
    targets["note"] = MaskedColumn(range(len(targets)), mask=[number % 3 == 0 for number in range(len(targets))])
    places = SkyCoord(targets["ra"], targets["dec"])

    apart = [place.separation(positions).deg for place in places]
    ids = numpy.array([str(source) for source in sources["OBJECT_ID"]])
    expected = {
        (f"target {number}", identifier)
        for number, distances in enumerate(apart)
        for identifier in ids[distances <= RADIUS_DEG]
    }
    near = {
        f"target {number}": ids[distances.argmin()]
        for number, distances in enumerate(apart)
        if distances.min() <= RADIUS_DEG
    }

    found = asked(url, targets)
    pairs = [(str(row["name"]), str(row["OBJECT_ID"])) for row in found]
    nearest = asked(url, targets, MODE="nearest")
    both = asked(url, targets, MODE="nearest", UNMATCHED="true")
    report = {
        "pairs": len(pairs),
        "pairs_same": set(pairs) == expected and len(pairs) == len(expected),
        "nearest": len(nearest),
        "nearest_same": {str(row["name"]): str(row["OBJECT_ID"]) for row in nearest} == near,
        "names": found.colnames == ["name", "ra", "dec", "note", "OBJECT_ID", "ALPHA_J2000", "DELTA_J2000", "_r"],
        "units": str(found["_r"].unit) == "deg" and str(found["ra"].unit) == "deg",
        "nulls": [bool(null) for null in numpy.ma.getmaskarray(both["note"])] == list(targets["note"].mask),
    }
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
