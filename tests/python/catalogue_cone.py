"""A cone of a real catalogue: `catalogue_cone.py URL RA DEC SR` writes what pyvo, astroquery and astropy read, as JSON."""

import io
import json
import sys
import urllib.parse
import urllib.request

import astropy.units as u
import pyvo
from astropy.coordinates import SkyCoord
from astropy.table import QTable
from astroquery.vo_conesearch import conesearch


def positions(places):
    """Positions as pairs of degrees, sorted."""
    return sorted([place.ra.deg, place.dec.deg] for place in places)


def by_astropy(url, fields):
    """Units of all columns, and positions, as a table with units."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}{urllib.parse.urlencode(fields)}") as answer:
        table = QTable.read(io.BytesIO(answer.read()), format="votable")
    return {name: str(table[name].unit) for name in table.colnames if table[name].unit is not None}


def main(url, ra, dec, sr):
    """Prints the report."""
    centre, radius = SkyCoord(float(ra), float(dec), unit="deg"), float(sr) * u.deg
    records = pyvo.dal.SCSService(url).search(pos=centre, radius=radius)
    table = conesearch.conesearch(centre, radius, catalog_db=url, verbose=False, cache=False)
    table = table.to_table() if hasattr(table, "to_table") else table
    report = {
        "pyvo": positions(record.pos for record in records),
        "ids": sorted(str(record.id) for record in records),
        "astroquery": len(table),
        "units": by_astropy(url, {"RA": ra, "DEC": dec, "SR": sr, "VERB": 3}),
    }
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
