"""Writes FITS images of many kinds into a folder; prints, for each, where astropy has its corners and its middle."""

import gzip
import json
import sys
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

folder = Path(sys.argv[1])
(folder / "night 1").mkdir()
WIDTH, HEIGHT = 60, 40
SCALE = 0.0005


def plane(code, lon=359.995, lat=20.0, more=()):
    header = fits.Header()
    header["CTYPE1"], header["CTYPE2"] = f"RA---{code}", f"DEC--{code}"
    header["CRVAL1"], header["CRVAL2"] = lon, lat
    header["CRPIX1"], header["CRPIX2"] = 25.5, 31.0
    header["CD1_1"], header["CD1_2"] = -SCALE, 1e-5
    header["CD2_1"], header["CD2_2"] = 1e-5, SCALE
    header["RADESYS"] = "ICRS"
    header.update(more)
    return header


SIP = {"A_ORDER": 2, "A_2_0": 3e-4, "A_1_1": -2e-4, "B_ORDER": 2, "B_0_2": 2e-4, "B_2_0": 1e-4}
TPV = {"PV1_0": 0.0, "PV1_1": 1.0, "PV1_4": 0.4, "PV2_0": 0.0, "PV2_1": 1.0, "PV2_4": -0.3}
PLANES = {
    "tan.fits": plane("TAN"),
    "night 1/pole.fits": plane("TAN", 40.0, 89.995),
    "sip.fits": plane("TAN-SIP", more=SIP),
    "tpv.fits": plane("TPV", more=TPV),
    "zea.fits": plane("ZEA", 100.0, -40.0),
    "packed.fits.fz": plane("TAN", 200.0, 5.0),
    "zipped.fits.gz": plane("TAN", 10.0, -5.0),
}
WORDS = {
    "OBJECT": "NGC 5128",
    "FILTER": "R",
    "EXPTIME": 1200.0,
    "DATE-OBS": "2019-03-11T02:38:24.000",
    "TELESCOP": "Demo 2.2m",
    "INSTRUME": "WFI",
    "BUNIT": "adu",
    "SEEING": 1.1,
}
data = np.arange(WIDTH * HEIGHT, dtype="f4").reshape(HEIGHT, WIDTH)
corners = np.array([[0.5, 0.5], [WIDTH + 0.5, 0.5], [WIDTH + 0.5, HEIGHT + 0.5], [0.5, HEIGHT + 0.5]])
middle = np.array([[(WIDTH + 1) / 2, (HEIGHT + 1) / 2]])

known = {}
for name, header in PLANES.items():
    header.update(WORDS)
    sky = WCS(header)
    known[name] = {
        "corners": sky.all_pix2world(corners, 1).tolist(),
        "middle": sky.all_pix2world(middle, 1)[0].tolist(),
        "pixel_arcsec": float(np.sqrt(np.abs(np.linalg.det(sky.pixel_scale_matrix))) * 3600),
    }
    path = folder / name
    if name.endswith(".fz"):
        fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(data, header, compression_type="RICE_1")]).writeto(path)
    elif name.endswith(".gz"):
        plain = folder / "plain.tmp"
        fits.PrimaryHDU(data, header).writeto(plain)
        path.write_bytes(gzip.compress(plain.read_bytes()))
        plain.unlink()
    else:
        fits.PrimaryHDU(data, header).writeto(path)

# Four chips, a table between them, and what they have in common in the primary header.
chips = [fits.PrimaryHDU(header=fits.Header(WORDS))]
known["mosaic.fits"] = {"corners": []}
for number, (lon, lat) in enumerate([(30.00, 10.0), (30.05, 10.0), (30.00, 10.04), (30.05, 10.04)]):
    header = plane("TAN", lon, lat)
    chips.append(fits.ImageHDU(data, header, name=f"CHIP{number}"))
    known["mosaic.fits"]["corners"] += WCS(header).all_pix2world(corners, 1).tolist()
chips.insert(2, fits.BinTableHDU.from_columns([fits.Column("A", "J", array=[1])]))
fits.HDUList(chips).writeto(folder / "mosaic.fits")

# What is no good.
whole = (folder / "tan.fits").read_bytes()
(folder / "cut.fits").write_bytes(whole[:4000])
(folder / "naxis.fits").write_bytes(whole.replace(b"NAXIS1  =                   60", b"NAXIS1  =                  -60"))
(folder / "text.fits").write_text("This is no FITS file.")
(folder / "empty.fits").write_bytes(b"")
fits.BinTableHDU.from_columns([fits.Column("A", "J", array=[1])]).writeto(folder / "table.fits")
fits.PrimaryHDU(data, fits.Header({"OBJECT": "flat"})).writeto(folder / "flat.fits")

print(json.dumps(known))
