"""Writes FITS images of many kinds into a folder, and the pixels that astropy reads from each; prints a list of them."""

import json
import pathlib
import sys

import numpy as np
from astropy.io import fits

folder = pathlib.Path(sys.argv[1])
random = np.random.default_rng(7)
written = []


def sky(height, width, dtype="f4"):
    """Noise with a few bright stars."""
    image = random.normal(100, 5, (height, width))
    for _ in range(6):
        image[random.integers(height), random.integers(width)] += 5000
    return image.astype(dtype)


def save(name, hdus):
    path = folder / name
    fits.HDUList(hdus).writeto(path)
    note(path)


def note(path):
    """Keeps the pixels of each image as astropy reads them, big-endian and not scaled."""
    with fits.open(path, do_not_scale_image_data=True) as hdus:
        for number, hdu in enumerate(hdus):
            if not isinstance(hdu, (fits.PrimaryHDU, fits.ImageHDU, fits.CompImageHDU)) or hdu.data is None:
                continue
            data = np.asarray(hdu.data)
            raw = f"{path.name}.{number}.raw"
            (folder / raw).write_bytes(data.astype(data.dtype.newbyteorder(">")).tobytes())
            bitpix = {"u1": 8, "i2": 16, "i4": 32, "i8": 64, "f4": -32, "f8": -64}[data.dtype.str[1:]]
            axes = list(reversed(data.shape))
            written.append(dict(file=path.name, hdu=number, bitpix=bitpix, axes=axes, raw=raw))


def packed(name, data, **how):
    image = fits.CompImageHDU(data, name="SCI", **how)
    save(name, [fits.PrimaryHDU(), image])


def as_table(name):
    """The table in which a compressed image is stored."""
    hdus = fits.open(folder / name, disable_image_compression=True)
    return hdus[1]


def rewritten(name, table, columns):
    """The same compressed image with other columns."""
    other = fits.BinTableHDU.from_columns(columns)
    for card in table.header.cards:
        if card.keyword not in other.header:
            other.header.append(card)
    save(name, [fits.PrimaryHDU(), other])


# Plain images.
save("float.fits", [fits.PrimaryHDU(sky(47, 61))])
save("double.fits", [fits.PrimaryHDU(sky(47, 61, "f8"))])
save("byte.fits", [fits.PrimaryHDU(random.integers(0, 256, (40, 33), dtype="u1"))])
save("int.fits", [fits.PrimaryHDU(random.integers(-(2**31), 2**31, (5, 9), dtype="i4"))])
save("long.fits", [fits.PrimaryHDU(random.integers(-(2**62), 2**62, (5, 9), dtype="i8"))])
save("unsigned.fits", [fits.PrimaryHDU(random.integers(0, 65536, (40, 33), dtype="u2"))])
scaled = fits.PrimaryHDU(random.integers(-900, 900, (21, 30), dtype="i2"))
scaled.header.update(BSCALE=0.5, BZERO=100.0, BLANK=-32768)
save("scaled.fits", [scaled])
save("line.fits", [fits.PrimaryHDU(sky(1, 500)[0])])
save("cube.fits", [fits.PrimaryHDU(np.stack([sky(17, 20) for _ in range(5)]))])
several = [
    fits.PrimaryHDU(sky(12, 14)),
    fits.ImageHDU(sky(30, 31), name="SCI"),
    fits.BinTableHDU.from_columns([fits.Column("n", "J", array=np.arange(7))]),
    fits.ImageHDU(random.integers(0, 9, (30, 31), dtype="i2"), name="MASK"),
]
save("several.fits", several)
save("several.fits.gz", several)

# Integers in tiles.
mask = np.repeat(random.integers(0, 4, (60, 10)), 7, axis=1)
for dtype in ("u1", "i2", "i4"):
    high = 200 if dtype == "u1" else 30000
    image = np.clip(np.cumsum(random.integers(-9, 10, (60, 70)), axis=1) + 90, 0, high).astype(dtype)
    image[20:40, 20:60] = 7
    for algorithm in ("RICE_1", "GZIP_1", "GZIP_2", "NOCOMPRESS"):
        packed(f"rows-{algorithm}-{dtype}.fits", image, compression_type=algorithm)
        packed(f"tiles-{algorithm}-{dtype}.fits", image, compression_type=algorithm, tile_shape=(16, 24))
    packed(f"rows-PLIO_1-{dtype}.fits", mask.astype(dtype), compression_type="PLIO_1")
    packed(f"tiles-PLIO_1-{dtype}.fits", mask.astype(dtype), compression_type="PLIO_1", tile_shape=(16, 24))
    packed(f"hcompress-{dtype}.fits", image, compression_type="HCOMPRESS_1")

    packed(f"hcompress-odd-{dtype}.fits", image[:55, :67], compression_type="HCOMPRESS_1", tile_shape=(21, 25))
wild = random.integers(-(2**31), 2**31, (30, 40), dtype="i4")
packed("wild.fits", wild, compression_type="RICE_1")
packed("unsigned-tiles.fits", random.integers(0, 65536, (40, 33), dtype="u2"), compression_type="RICE_1")

# Floats in tiles: quantised in each way, with NaN and exact zeros, and without loss.
for dtype in ("f4", "f8"):
    image = sky(150, 170, dtype)
    image[10:14, 20:90] = np.nan
    image[50:53, :] = 0
    for method, word in ((-1, "plain"), (1, "dither1"), (2, "dither2")):
        how = dict(quantize_method=method, dither_seed=9987)
        packed(f"rows-{word}-{dtype}.fits", image, compression_type="RICE_1", **how)
        packed(f"tiles-{word}-{dtype}.fits", image, compression_type="RICE_1", tile_shape=(100, 120), **how)
    packed(f"hcompress-float-{dtype}.fits", image, compression_type="HCOMPRESS_1", tile_shape=(50, 60), quantize_method=1, dither_seed=8)
    packed(f"hcompress-lossy-{dtype}.fits", image[60:], compression_type="HCOMPRESS_1", hcomp_scale=2.5)
    packed(f"gzip-dither-{dtype}.fits", image, compression_type="GZIP_1", quantize_method=1, dither_seed=5)
    packed(f"gzip2-dither-{dtype}.fits", image, compression_type="GZIP_2", quantize_method=1, dither_seed=5)
    packed(f"exact-1-{dtype}.fits", image, compression_type="GZIP_1", quantize_level=0)
    packed(f"exact-2-{dtype}.fits", image, compression_type="GZIP_2", quantize_level=0)
# Rows that cannot be quantised are stored in gzip.
image = sky(40, 50)
image[7:20] = random.uniform(-1, 1, (13, 50)) * 10.0 ** random.integers(-30, 30, (13, 50))
packed("fallback.fits", image, compression_type="RICE_1", quantize_method=1, dither_seed=3)
cube = np.stack([sky(17, 20) for _ in range(6)])
packed("cube-rows.fits", cube, compression_type="RICE_1")
packed("cube-tiles.fits", cube, compression_type="RICE_1", tile_shape=(4, 8, 9))

# Descriptors of 64 bits, and pixels without any compression.
table = as_table("tiles-dither1-f4.fits")
columns = [
    fits.Column(column.name, column.format.replace("PB", "QB"), array=table.data[column.name])
    for column in table.columns
]
rewritten("wide.fits", table, columns)
table = as_table("rows-GZIP_1-i2.fits")
rows = len(table.data)
plain = np.array([np.arange(70, dtype="i2") + row for row in range(rows)] + [None], dtype=object)[:-1]
empty = np.array([np.zeros(0, "u1") for _ in range(rows)] + [None], dtype=object)[:-1]
columns = [
    fits.Column("COMPRESSED_DATA", "PB()", array=empty),
    fits.Column("UNCOMPRESSED_DATA", "PI()", array=plain),
]
rewritten("uncompressed.fits", table, columns)

# Headers with all that a cutout must change or keep.
sip = """
WCSAXES = 2
CTYPE1  = 'RA---TAN-SIP'
CTYPE2  = 'DEC--TAN-SIP'
CRVAL1  = 359.98
CRVAL2  = 41.5
CRPIX1  = 60.5 / reference pixel
CRPIX2  = 40.25
CD1_1   = -1.5E-4
CD1_2   = 2.0E-5
CD2_1   = 3.0E-5
CD2_2   = 1.5E-4
A_ORDER = 2
A_2_0   = 1.0E-5
A_1_1   = -2.0E-5
B_ORDER = 2
B_0_2   = 2.0E-5
CTYPE1A = 'LINEAR'
CTYPE2A = 'LINEAR'
CRVAL1A = 1.0
CRVAL2A = 1.0
CDELT1A = 1.0
CDELT2A = 1.0
LTM1_1  = 1.0
LTM2_2  = 1.0
LTV1    = -100.0
DATASEC = '[1:130,1:90]'
DETSEC  = ' [1:130,1:90]'
SECTOR  = 'North'
DATAMIN = 1.0
BUNIT   = 'adu'
EXPTIME = 30.0
COMMENT a remark
HISTORY was flattened
"""
tpv = sip.split("A_ORDER")[0].replace("TAN-SIP", "TPV") + """PV1_1   = 1.0
PV1_4   = 0.01
PV2_1   = 1.0
PV2_5   = -0.02
"""


def with_header(hdu, text):
    for line in text.strip().splitlines():
        hdu.header.append(fits.Card.fromstring(line))
    hdu.header["HIERARCH ESO DET CHIP NAME"] = "e2v"
    hdu.header["LONG"] = "long text " * 12
    return hdu


image = sky(90, 130)
with_header(fits.PrimaryHDU(image), sip).writeto(folder / "sip.fits", checksum=True)
note(folder / "sip.fits")
parts = [with_header(fits.ImageHDU(image, name="SIP"), sip), with_header(fits.ImageHDU(image, name="TPV"), tpv)]
parts[1].header["INHERIT"] = True
parts[1].header["FILTER"] = "rSDSS"
primary = fits.PrimaryHDU()
primary.header["TELESCOP"] = "JAST80"
primary.header["FILTER"] = "none"
fits.HDUList([primary, *parts]).writeto(folder / "parts.fits", checksum=True)
note(folder / "parts.fits")
whole = with_header(fits.ImageHDU((image * 3).astype("i2"), name="TPV"), tpv)
whole.header["BLANK"] = -32768
tiles = fits.CompImageHDU(whole.data, whole.header, compression_type="RICE_1", tile_shape=(20, 30))
fits.HDUList([primary, tiles]).writeto(folder / "packed.fits", checksum=True)
note(folder / "packed.fits")

print(json.dumps(written))
