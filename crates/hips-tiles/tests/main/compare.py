"""Compares a HiPS with the images that it was made of: `compare.py JSON` writes what it found as JSON.

Positions of tile pixels come from astropy-healpix, those of image pixels from astropy, and the coverage from mocpy.
"""

import json
import pathlib
import sys

import numpy as np
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS
from astropy_healpix import HEALPix
from mocpy import MOC


def spread_bits(numbers):
    """The bits of numbers, with a zero between each two."""
    spread = np.zeros_like(numbers)
    for bit in range(9):
        spread |= (numbers >> bit & 1) << (2 * bit)
    return spread


def positions(order, npix):
    """Of all pixels of a tile, in the order of its rows: HiPS 1.0 with x to the north-east, and the last row first."""
    rows, columns = np.mgrid[0:512, 0:512]
    inside = spread_bits(511 - rows) | spread_bits(columns) << 1
    grid = HEALPix(nside=2 ** (order + 9), order="nested")
    lon, lat = grid.healpix_to_lonlat(npix * 512 * 512 + inside)
    return SkyCoord(lon, lat)


def sampled(image, x, y):
    """The value between pixels, from 0, and its weight: the distance from the border of the image."""
    height, width = image.shape
    inside = (x >= -0.5) & (y >= -0.5) & (x <= width - 0.5) & (y <= height - 0.5)
    weight = np.minimum(np.minimum(x + 0.5, width - 0.5 - x), np.minimum(y + 0.5, height - 0.5 - y))
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    left, low = np.minimum(x.astype(int), width - 2), np.minimum(y.astype(int), height - 2)
    right, high = x - left, y - low
    total, share = np.zeros(x.shape), np.zeros(x.shape)
    for row, row_share in ((low, 1 - high), (low + 1, high)):
        for column, column_share in ((left, 1 - right), (left + 1, right)):
            value, part = image[row, column], row_share * column_share
            good = np.isfinite(value)
            total += np.where(good, part * np.where(good, value, 0), 0)
            share += np.where(good, part, 0)
    value = np.where(inside & (share >= 0.5), total / np.where(share > 0, share, 1), np.nan)
    return value, np.maximum(weight, 0.01)


def expected(images, place):
    """What the images have at positions."""
    total, weights = np.zeros(place.shape), np.zeros(place.shape)
    for data, wcs, factor in images:
        near = wcs.pixel_to_world(data.shape[1] / 2, data.shape[0] / 2).separation(place) < 20 * u.deg
        x, y = np.full(place.shape, -99.0), np.full(place.shape, -99.0)
        if near.any():
            x[near], y[near] = wcs.world_to_pixel(place[near])
        value, weight = sampled(data, x, y)
        good = np.isfinite(value)
        total += np.where(good, weight * np.where(good, value, 0) * factor, 0)
        weights += np.where(good, weight, 0)
    return np.where(weights > 0, total / np.where(weights > 0, weights, 1), np.nan)


def main(asked):
    """Compares each of the deepest tiles."""
    folder = pathlib.Path(asked["hips"])
    lines = (folder / "properties").read_text().splitlines()
    properties = {key.strip(): value.strip() for key, value in (line.split("=", 1) for line in lines)}
    order = int(properties["hips_order"])
    images = []
    for image in asked["images"]:
        with fits.open(image["file"]) as file:
            file.verify("exception")
            images.append((file[0].data.astype(float) - image["sky"], WCS(file[0].header), image["factor"]))
    moc = MOC.from_fits(folder / "Moc.fits")
    worst, pixels, valid_apart, tiles, outside_moc = 0.0, 0, 0, {}, 0
    for path in sorted(folder.glob(f"Norder{order}/Dir*/Npix*.fits")):
        npix = int(path.stem[4:])
        assert path.parent.name == f"Dir{npix // 10000 * 10000}", path
        with fits.open(path) as file:
            file.verify("exception")
            tile = file[0].data.astype(float)
        tiles[npix] = tile
        place = positions(order, npix)
        wanted = expected(images, place)
        both = np.isfinite(tile) & np.isfinite(wanted)
        valid_apart += int(np.sum(np.isfinite(tile) != np.isfinite(wanted)))
        pixels += int(both.sum())
        worst = max(worst, float(np.max(np.abs(tile - wanted)[both], initial=0)))
        valid = np.isfinite(tile)
        outside_moc += int(np.sum(~moc.contains_skycoords(place[valid]))) if valid.any() else 0
    misses = []
    grid = HEALPix(nside=2 ** (order + 9), order="nested")
    for image, (_, wcs, _) in zip(asked["images"], images):
        for x, y, _ in image["stars"]:
            star = wcs.pixel_to_world(x - 1, y - 1)
            cell = int(grid.lonlat_to_healpix(star.ra, star.dec))
            npix = cell // (512 * 512)
            place = positions(order, npix)
            near = place.separation(star) < 20 * u.arcsec
            brightest = np.nanargmax(np.where(near, tiles[npix], np.nan))
            misses.append(float(place.ravel()[brightest].separation(star).arcsec))
    print(json.dumps({
        "order": order, "tiles": len(tiles), "pixels": pixels, "worst": worst, "valid_apart": valid_apart,
        "outside_moc": outside_moc, "moc_order": moc.max_order, "moc_fraction": moc.sky_fraction,
        "star_misses_arcsec": misses, "properties": properties,
    }))


main(json.loads(sys.argv[1]))
