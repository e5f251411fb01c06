"""Compares an image of a cutout with the box of the original that it should be; prints what was found."""

import json
import sys

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

original, hdu, x0, x1, y0, y1, cutout, cut_hdu = sys.argv[1:]
x0, x1, y0, y1 = (int(text) for text in (x0, x1, y0, y1))

with fits.open(original) as one, fits.open(cutout) as other:
    other.verify("exception")
    whole, part = one[int(hdu)], other[int(cut_hdu)]
    equal = np.array_equal(whole.data[y0 - 1 : y1, x0 - 1 : x1], part.data, equal_nan=True)
    # A star somewhere in the box, in pixels of the original, counted from 1.
    star = np.array([[x0 + 3.25, y0 + 2.5]])
    distance = 0.0
    keys = [" ", "A"] if "CTYPE1A" in whole.header else [" "]
    for key in keys:
        if key == "A":
            # astropy reads no other description beside SIP.
            for header in (whole.header, part.header):
                for word in ("A_ORDER", "B_ORDER"):
                    header.remove(word, ignore_missing=True)
        sky = WCS(whole.header, key=key).all_pix2world(star, 1)
        place = WCS(part.header, key=key).all_world2pix(sky, 1, tolerance=1e-10)
        distance = max(distance, float(np.abs(place - (star - [[x0 - 1, y0 - 1]])).max()))
    print(json.dumps(dict(equal=bool(equal), distance=distance)))
