"""Positions that astropy finds for random pixels of headers in a folder, and of those that come with astropy."""
import json
import pathlib
import sys
import warnings

import erfa
import numpy as np
from astropy import wcs
from astropy.io import fits

warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[1])

maps = pathlib.Path(wcs.__file__).parent / "tests" / "data" / "maps"
for path in sorted(maps.glob("*.hdr")):
    header = fits.Header.fromtextfile(path) if b"\n" in path.read_bytes()[:200] else fits.Header.fromstring(
        path.read_bytes())
    for name in ("EQUINOX", "RADESYS", "RADECSYS", "EPOCH"):
        header.remove(name, ignore_missing=True)
    header["RADESYS"] = "ICRS"
    (folder / f"map-{path.stem}.hdr").write_bytes(header.tostring(sep="", endcard=True, padding=False).encode())

answer = {}
random = np.random.default_rng(20261123)
for path in sorted(folder.glob("*.hdr")):
    header = fits.Header.fromstring(path.read_bytes())
    lengths = [header.get("NAXIS1", 1024), header.get("NAXIS2", 1024)]
    try:
        plane = wcs.WCS(header, naxis=2 if header.get("WCSAXES") == 3 else None).celestial
    except Exception as error:
        answer[path.stem] = {"error": str(error)}
        continue
    pixels = random.uniform([0.5, 0.5], np.array(lengths) + 0.5, (500, 2))
    if header.get("RADESYS") == "FK5" and header["EQUINOX"] != 2000.0:
        # astropy precesses FK5 by IAU 2006; its definition is IAU 1976, which ERFA has.
        to_date = erfa.pmat76(*erfa.epj2jd(header["EQUINOX"]))
        own = np.radians(plane.all_pix2world(pixels, 1))
        lon, lat = np.degrees(erfa.c2s(erfa.s2c(own[:, 0], own[:, 1]) @ to_date))
    else:
        icrs = plane.pixel_to_world(pixels[:, 0] - 1, pixels[:, 1] - 1).icrs
        lon, lat = icrs.ra.deg, icrs.dec.deg
    positions = [None if np.isnan(a) else [a, b] for a, b in zip(lon.tolist(), lat.tolist())]
    answer[path.stem] = {"pixels": pixels.tolist(), "positions": positions}
json.dump(answer, sys.stdout)
