"""A HiPS as clients read it: `hips.py JSON` finds a star in its tiles, and compares tiles with the coverage."""

import io
import json
import sys
import tempfile
import urllib.error
import urllib.request

import numpy as np
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy_healpix import HEALPix
from mocpy import MOC

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(url):
    """The body of an answer; None if there is nothing."""
    try:
        with OPENER.open(url) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise


def tile_path(order, cell):
    """The address of a tile below its HiPS."""
    return f"Norder{order}/Dir{cell // 10000 * 10000}/Npix{cell}"




def main(asked):
    """Looks at the place of the star, inside and outside of the coverage."""
    base, differences = asked["base"], []
    lines = fetch(f"{base}/properties").decode().splitlines()
    properties = {key.strip(): value.strip() for key, value in (line.split("=", 1) for line in lines)}
    order = int(properties["hips_order"])
    with tempfile.NamedTemporaryFile(suffix=".fits") as file:
        file.write(fetch(f"{base}/Moc.fits"))
        file.flush()
        moc = MOC.from_fits(file.name)
    star, outside = SkyCoord(*asked["star"], unit="deg"), SkyCoord(*asked["outside"], unit="deg")
    if list(moc.contains_skycoords(SkyCoord([star, outside]))) != [True, False]:
        differences.append("the coverage is another one")
    pixels = HEALPix(nside=2 ** (order + 9), order="nested")
    cell = int(pixels.lonlat_to_healpix(star.ra, star.dec)) >> 18
    body = fetch(f"{base}/{tile_path(order, cell)}.fits")
    with fits.open(io.BytesIO(body)) as file:
        file.verify("exception")
        tile = file[0].data
    # Columns go north-west, and rows, from the last, north-east.
    row, column = np.unravel_index(np.nanargmax(tile), tile.shape)
    inside = sum(((511 - int(row)) >> bit & 1) << (2 * bit) | (int(column) >> bit & 1) << (2 * bit + 1) for bit in range(9))
    found = SkyCoord(*pixels.healpix_to_lonlat((cell << 18) + inside))
    tiles = {int(one) for one in moc.degrade_to_order(order).flatten()}
    for one in sorted(tiles):
        for extension in ("fits", "png"):
            if fetch(f"{base}/{tile_path(order, one)}.{extension}") is None:
                differences.append(f"{one}.{extension} is covered and not there")
    away = int(HEALPix(nside=2**order, order="nested").lonlat_to_healpix(outside.ra, outside.dec))
    if fetch(f"{base}/{tile_path(order, away)}.png") is not None:
        differences.append("there is a tile outside of the coverage")
    print(json.dumps({
        "miss_arcsec": float(found.separation(star).arcsec), "fraction": float(moc.sky_fraction),
        "tiles": len(tiles), "differences": differences,
    }))


main(json.loads(sys.argv[1]))
