"""Writes a large image, plain and packed by RICE, or times how long astropy takes to cut squares out of them; prints JSON."""

import json
import sys
import time
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.nddata import Cutout2D
from astropy.wcs import WCS

SIDE = 9216
WIDTH = 256


def make(folder):
    """Both files, unless they are there."""
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = ["RA---TAN", "DEC--TAN"]
    wcs.wcs.crpix = [SIDE / 2 + 0.5] * 2
    wcs.wcs.crval = [180.0, 20.0]
    wcs.wcs.cdelt = [-1 / 3600, 1 / 3600]
    wcs.wcs.radesys = "ICRS"
    if not (folder / "plain.fits").exists() or not (folder / "packed.fits.fz").exists():
        data = np.random.default_rng(1).normal(100, 5, (SIDE, SIDE)).astype(">f4")
        fits.PrimaryHDU(data, wcs.to_header()).writeto(folder / "plain.fits", overwrite=True)
        packed = fits.CompImageHDU(data, wcs.to_header(), compression_type="RICE_1", quantize_level=16)
        packed.writeto(folder / "packed.fits.fz", overwrite=True)
    random = np.random.default_rng(2)
    places = random.uniform(WIDTH, SIDE - WIDTH, (200, 2))
    print(json.dumps({"places": wcs.all_pix2world(places, 1).tolist(), "pixels": places.tolist()}))


def times(folder, pixels):
    """The median time of a cutout, the file opened anew each time, in milliseconds."""
    report = {}
    for name, hdu in (("plain.fits", 0), ("packed.fits.fz", 1)):
        taken = []
        for x, y in pixels[: 60 if hdu == 0 else 20]:
            begun = time.perf_counter()
            with fits.open(folder / name, memmap=True) as hdus:
                if hdu == 0:
                    part = Cutout2D(hdus[0].data, (x, y), WIDTH, WCS(hdus[0].header)).data
                else:
                    x, y = int(x), int(y)
                    part = hdus[1].section[y : y + WIDTH, x : x + WIDTH]
                np.array(part).tobytes()
            taken.append((time.perf_counter() - begun) * 1e3)
        report[name] = float(np.median(taken))
    print(json.dumps(report))


folder = Path(sys.argv[2])
if sys.argv[1] == "make":
    folder.mkdir(parents=True, exist_ok=True)
    make(folder)
else:
    times(folder, json.loads(sys.argv[3]))
