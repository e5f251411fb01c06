"""What pyvo makes of image searches: `images.py BASE RA DEC RADIUS` writes it as JSON."""

import json
import sys

import astropy.units as u
import pyvo
from astropy.coordinates import SkyCoord


def error_of(search):
    """The message of a search that is wrong."""
    try:
        search()
    except pyvo.dal.DALQueryError as error:
        return str(error)
    return "no error"


def second_version(url, ra, dec, radius):
    """Searches by SIA 2.0, whose address pyvo takes from the capabilities."""
    service = pyvo.dal.SIA2Service(url)
    result = service.search(pos=(ra, dec, radius))
    narrowed = service.search(pos=(ra, dec, radius), band=(4e-7, 5e-7), pol="I", calib_level=[1, 3])
    return {
        "ids": sorted(str(record["obs_id"]) for record in result),
        "urls": sorted({str(record.access_url or "") for record in result}),
        "narrowed": sorted(str(record["obs_id"]) for record in narrowed),
        "cut": len(service.search(pos=(ra, dec, radius), maxrec=2)),
        "error": error_of(lambda: service.search(POS="CIRCLE 1")),
    }


def first_version(url, centre, radius):
    """Searches by SIA 1.0."""
    service = pyvo.dal.SIAService(url)
    size = 2 * radius * u.deg
    result = service.search(pos=centre, size=size, format="image/fits", verbosity=3)
    records = sorted(result, key=lambda record: str(record["obs_id"]))
    graphics = service.search(pos=centre, size=size, format="GRAPHIC", intersect="overlaps")
    first = records[0]
    return {
        "ids": [str(record["obs_id"]) for record in records],
        "band": str(first.bandpass_id),
        "naxis": [int(length) for length in first["naxis"]],
        "graphics": sorted({str(record.format) for record in graphics}),
        "error": error_of(lambda: service.search(pos=centre, size=361 * u.deg)),
    }


def main():
    base, ra, dec, radius = sys.argv[1], *map(float, sys.argv[2:5])
    centre = SkyCoord(ra, dec, unit="deg")
    report = {
        "second": second_version(base + "/sia", ra, dec, radius),
        "first": first_version(base + "/sia/v1?", centre, radius),
    }
    json.dump(report, sys.stdout)


main()
