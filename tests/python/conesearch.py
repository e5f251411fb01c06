"""What pyvo, astroquery and astropy make of a cone search: `conesearch.py URL RA DEC SR` writes it as JSON."""

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


def error_of(service):
    """The message of a cone that reaches beyond the sphere."""
    try:
        service.search(pos=SkyCoord(10, 20, unit="deg"), radius=181 * u.deg)
    except pyvo.dal.DALQueryError as error:
        return str(error)
    return "no error"


def by_pyvo(url, centre, radius):
    """Identifiers and distances of the rows, by what pyvo finds in each record."""
    service = pyvo.dal.SCSService(url)
    result = service.search(pos=centre, radius=radius)
    found = sorted((str(record.id), record.pos.separation(centre).deg) for record in result)
    cut = service.search(pos=centre, radius=radius, MAXREC=1)
    metadata = service.search(pos=centre, radius=0 * u.deg)
    return {
        "ids": [name for name, _ in found],
        "farthest": max(distance for _, distance in found),
        "columns": len(result.fieldnames),
        "all_columns": len(service.search(pos=centre, radius=radius, verbosity=3).fieldnames),
        "cut": len(cut),
        "metadata": len(metadata.fieldnames),
        "error": error_of(service),
    }


def by_astropy(url, centre, radius):
    """Units and the description of the position, as astropy reads the document itself."""
    fields = {"RA": centre.ra.deg, "DEC": centre.dec.deg, "SR": radius.to_value(u.deg)}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}?{urllib.parse.urlencode(fields)}") as answer:
        table = QTable.read(io.BytesIO(answer.read()), format="votable")
    places = SkyCoord(table["ALPHA_J2000"], table["DELTA_J2000"])
    names = ["ALPHA_J2000", "DELTA_J2000", "_r", "MAG_AUTO"]
    same = abs(places.separation(centre) - table["_r"]).max()
    return {
        "units": {name: str(table[name].unit) for name in names},
        "arcsec_off": float(same.to_value(u.arcsec)),
        "rows": len(table),
    }


def by_astroquery(url, centre, radius):
    """Identifiers that astroquery's cone search gives."""
    table = conesearch.conesearch(centre, radius, catalog_db=f"{url}?", verbose=False, cache=False)
    table = table.to_table() if hasattr(table, "to_table") else table
    return {"ids": sorted(str(name) for name in table["OBJECT_ID"]), "columns": table.colnames}


def main(url, ra, dec, sr):
    """Prints the report."""
    centre, radius = SkyCoord(float(ra), float(dec), unit="deg"), float(sr) * u.deg
    report = {
        "pyvo": by_pyvo(url, centre, radius),
        "astropy": by_astropy(url, centre, radius),
        "astroquery": by_astroquery(url, centre, radius),
    }
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
