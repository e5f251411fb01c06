"""Compares a cutout with its image: pixels of the box that a circle needs, and the sky in it; prints JSON."""

import io
import json
import sys
import urllib.request

import numpy as np
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

original, url, lon, lat, radius = sys.argv[1], sys.argv[2], *map(float, sys.argv[3:6])


def images(hdus):
    """The HDUs with pixels."""
    return [hdu for hdu in hdus if hdu.is_image and hdu.data is not None]


def box(hdu):
    """First and last pixel, from 1, that the common part of the circle and the image needs."""
    centre = SkyCoord(lon * u.deg, lat * u.deg)
    wcs = WCS(hdu.header)
    height, width = hdu.data.shape
    outline = centre.directional_offset_by(np.arange(0, 360, 0.005) * u.deg, radius * u.deg)
    rim = wcs.all_world2pix(np.column_stack([outline.ra.deg, outline.dec.deg]), 1)
    rim = rim[(rim >= 0.5).all(1) & (rim[:, 0] <= width + 0.5) & (rim[:, 1] <= height + 0.5)]
    x, y = np.arange(0.5, width + 0.51, 0.01), np.arange(0.5, height + 0.51, 0.01)
    edges = [np.column_stack([x, np.full_like(x, at)]) for at in (0.5, height + 0.5)]
    edges += [np.column_stack([np.full_like(y, at), y]) for at in (0.5, width + 0.5)]
    edges = np.concatenate(edges)
    inside = SkyCoord(*wcs.all_pix2world(edges, 1).T, unit="deg").separation(centre).deg <= radius
    places = np.concatenate([rim, edges[inside]])
    if len(places) == 0:
        return None
    first, last = np.floor(places.min(0) + 0.5), np.ceil(places.max(0) - 0.5)
    return np.maximum(first, 1).astype(int), np.minimum(last, [width, height]).astype(int)


raw = urllib.request.urlopen(url).read()
report = {"bytes": len(raw), "images": [], "others": 0}
with fits.open(original) as before, fits.open(io.BytesIO(raw)) as after:
    expected = [(hdu, box(hdu)) for hdu in images(before)]
    expected = [(hdu, found) for hdu, found in expected if found is not None]
    cut = images(after)
    report["others"] = len(after) - len(cut)
    report["count"] = [len(expected), len(cut)]
    for (hdu, (first, last)), small in zip(expected, cut):
        part = hdu.data[first[1] - 1 : last[1], first[0] - 1 : last[0]]
        middle = np.array([[small.data.shape[1] / 3, small.data.shape[0] / 2]])
        sky = WCS(small.header).all_pix2world(middle, 1)
        there = WCS(hdu.header).all_world2pix(sky, 1)
        report["images"].append(
            {
                "equal": bool(part.shape == small.data.shape and np.array_equal(part, small.data, equal_nan=part.dtype.kind == "f")),
                "shape": list(small.data.shape),
                "off_pixels": float(np.abs(there - middle - first + 1).max()),
                "history": [str(line) for line in small.header.get("HISTORY", [])],
                "bitpix": small.header["BITPIX"],
                "observer": small.header.get("OBSERVER", after[0].header.get("OBSERVER")),
            }
        )
print(json.dumps(report))
