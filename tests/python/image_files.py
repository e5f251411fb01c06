"""Writes FITS files into a folder and prints what a list of images says of them, as JSON."""

import json
import sys
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

folder = Path(sys.argv[1])
rows = []


def plane(width, height, lon, lat, scale_arcsec=1.0, angle_deg=12.0):
    """A gnomonic plane, turned a little."""
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = ["RA---TAN", "DEC--TAN"]
    wcs.wcs.crpix = [width / 2 + 3.25, height / 2 - 7.5]
    wcs.wcs.crval = [lon, lat]
    angle = np.radians(angle_deg)
    scale = scale_arcsec / 3600
    wcs.wcs.cd = scale * np.array([[-np.cos(angle), np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    wcs.wcs.radesys = "ICRS"
    return wcs


def sky(width, height, seed):
    """Noise, and some stars."""
    random = np.random.default_rng(seed)
    data = random.normal(10, 1, (height, width))
    y, x = np.mgrid[0:height, 0:width]
    for _ in range(20):
        at = random.uniform(0, width), random.uniform(0, height)
        data += random.uniform(50, 2000) * np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / 8)
    return data


def note(collection, file, wcs=None, size=None, **more):
    """What the list says of a file."""
    row = {"collection": collection, "file": file, "band": None, "em": None, "hdu": 0, "image_hdus": 1}
    path = folder / collection / file
    row["bytes"] = path.stat().st_size if path.exists() else 1
    if wcs is not None:
        width, height = size
        corners = wcs.all_pix2world([[0.5, 0.5], [width + 0.5, 0.5], [width + 0.5, height + 0.5], [0.5, height + 0.5]], 1)
        centre = wcs.all_pix2world([[(width + 1) / 2, (height + 1) / 2]], 1)[0]
        row["shape"] = corners.ravel().tolist()
        row["centre"] = centre.tolist()
        row["fov"] = float(np.hypot(width, height) * np.sqrt(wcs.proj_plane_pixel_area().value))
    rows.append(row | more)


def write(collection, file, hdus):
    path = folder / collection / file
    path.parent.mkdir(parents=True, exist_ok=True)
    fits.HDUList(hdus).writeto(path, overwrite=True)


def header(wcs, **cards):
    header = wcs.to_header(relax=True)
    header.update(cards)
    return header


# A plain image of floats with distortion, and the same field in two more filters.
BANDS = {"r": (5.5e-7, 6.9e-7), "g": (4.0e-7, 5.5e-7), "z": (8.5e-7, 9.5e-7)}
for seed, (band, em) in enumerate(BANDS.items()):
    wcs = plane(300, 200, 150.0, 2.0)
    if band == "r":
        wcs.wcs.ctype = ["RA---TAN-SIP", "DEC--TAN-SIP"]
        from astropy.wcs import Sip

        a, b = np.zeros((3, 3)), np.zeros((3, 3))
        a[2, 0], b[1, 1] = 2e-6, -1e-6
        wcs.sip = Sip(a, b, None, None, wcs.wcs.crpix)
    data = sky(300, 200, seed).astype(">f4")
    write("wide", f"{band}.fits", [fits.PrimaryHDU(data, header(wcs, BUNIT="adu", FILTER=band))])
    note("wide", f"{band}.fits", wcs, (300, 200), band=band, em=em, t=(58000.0, 58000.5))

# Integers in tiles, with blank pixels.
wcs = plane(400, 250, 20.0, -89.99, 2.0)
data = (sky(400, 250, 7) * 10).astype("i4")
data[10:14, 20:90] = -9999
packed = fits.CompImageHDU(data, header(wcs, BLANK=-9999), compression_type="RICE_1", tile_shape=(50, 80))
write("wide", "pole.fits.fz", [fits.PrimaryHDU(), packed])
note("wide", "pole.fits.fz", wcs, (400, 250), hdu=1, format="image/fits")

# More than is cut at once.
wcs = plane(1300, 1000, 200.0, -30.0)
write("wide", "large.fits", [fits.PrimaryHDU(sky(1300, 1000, 5).astype(">f4"), header(wcs))])
note("wide", "large.fits", wcs, (1300, 1000))

# Two chips beside each other across longitude 0, and a table.
chips = [plane(128, 128, lon, 10.0, 1.0, 0.0) for lon in (359.98, 0.02)]
images = [fits.ImageHDU(sky(128, 128, 11 + n).astype(">i2"), header(chip), name=f"CHIP{n}") for n, chip in enumerate(chips)]
table = fits.BinTableHDU.from_columns([fits.Column("a", "J", array=[1, 2, 3])])
primary = fits.PrimaryHDU()
primary.header["OBSERVER"] = "Caroline"
write("wide", "chips/pair.fits", [primary, *images, table])
wide = plane(300, 128, 0.0, 10.0, 1.0, 0.0)
note("wide", "chips/pair.fits", wide, (300, 128), hdu=1, image_hdus=2)

# What is broken.
write("wide", "nowhere.fits", [fits.PrimaryHDU(np.zeros((20, 30), ">f4"))])
note("wide", "nowhere.fits")
good = (folder / "wide" / "g.fits").read_bytes()
(folder / "wide" / "short.fits").write_bytes(good[: len(good) // 2])
note("wide", "short.fits", wcs, (300, 200))
(folder / "wide" / "axis.fits").write_bytes(good.replace(b"NAXIS1  =                  300", b"NAXIS1  =                 many", 1))
note("wide", "axis.fits", wcs, (300, 200))
note("wide", "gone.fits", wcs, (300, 200))
(folder / "outside.fits").write_bytes(good)
note("wide", "../outside.fits", wcs, (300, 200))

# Images that not everybody may have.
for collection in ("deep", "secret"):
    wcs = plane(100, 100, 40.0, 5.0)
    write(collection, "a.fits", [fits.PrimaryHDU(sky(100, 100, 3).astype(">f4"), header(wcs))])
    note(collection, "a.fits", wcs, (100, 100), band="r", em=(5.5e-7, 6.9e-7))

print(json.dumps(rows))
