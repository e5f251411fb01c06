"""Pixels, and what astropy.visualization makes of them. The folder gets the pixels; standard output gets JSON."""

import json
import sys
from pathlib import Path

import numpy as np
from astropy.visualization import (
    AsinhStretch,
    LinearStretch,
    LogStretch,
    ManualInterval,
    PercentileInterval,
    SqrtStretch,
    ZScaleInterval,
    make_lupton_rgb,
)

STRETCHES = {"Linear": LinearStretch(), "Asinh": AsinhStretch(), "Sqrt": SqrtStretch(), "Log": LogStretch()}


def sky(random, width, height, stars, level):
    """Noise and stars of all brightnesses, in single precision."""
    y, x = np.mgrid[0:height, 0:width]
    image = random.normal(level, 3.0, (height, width))
    for _ in range(stars):
        star_x, star_y = random.uniform(0, width), random.uniform(0, height)
        image += 10 ** random.uniform(0, 4) * np.exp(-((x - star_x) ** 2 + (y - star_y) ** 2) / 4)
    return image.astype(np.float32)


def with_blanks(image):
    image = image.copy()
    image[:5] = np.nan
    image[20:23, 10:30] = np.nan
    image[30, 30] = np.inf
    return image


def images():
    random = np.random.default_rng(20040116)
    yield "sky", sky(random, 64, 48, 12, 100.0)
    yield "crowded", sky(random, 71, 53, 150, -20.0)
    yield "blanks", with_blanks(sky(random, 64, 48, 12, 0.0))
    yield "large", sky(random, 257, 131, 60, 1e5)
    yield "small", sky(random, 11, 9, 1, 10.0)
    yield "tiny", sky(random, 2, 2, 0, 10.0)
    yield "counts", np.round(sky(random, 64, 48, 12, 100.0))
    yield "constant", np.full((20, 30), 0.1, dtype=np.float32)


def facts(folder, name, image):
    height, width = image.shape
    image.astype("<f4").tofile(folder / name)
    values = image.astype(np.float64)
    zscale = {str(c): list(map(float, ZScaleInterval(contrast=c).get_limits(values))) for c in (0.1, 0.25, 1.0)}
    percentile = {str(p): list(map(float, PercentileInterval(p).get_limits(values))) for p in (50.0, 99.5, 100.0)}
    low, high = percentile["99.5"]
    good = np.where(np.isfinite(values), values, np.nan)
    place = np.clip((good - low) / (high - low), 0, 1) if high > low else None
    grey = {} if place is None else {key: numbers(255 * curve(place)) for key, curve in STRETCHES.items()}
    return dict(name=name, width=width, height=height, zscale=zscale, percentile=percentile, grey=grey)


def numbers(values):
    """All numbers of an array, null for those that are none."""
    return [float(value) if np.isfinite(value) else None for value in np.asarray(values).ravel()]


def composites(bands):
    for minimum, stretch, q in [
        ([100.0, 100.0, 100.0], 5.0, 8.0),
        ([95.0, 101.0, 99.5], 50.0, 10.0),
        ([0.0, 0.0, 0.0], 0.5, 0.02),
        ([90.0, 90.0, 90.0], 2000.0, 3.0),
    ]:
        intervals = [ManualInterval(vmin=value, vmax=None) for value in minimum]
        planes = [band.astype(np.float64) for band in bands]
        picture = make_lupton_rgb(*planes, interval=intervals, stretch=stretch, Q=q)
        yield dict(minimum=minimum, stretch=stretch, q=q, bytes=picture.ravel().tolist())


def main():
    folder = Path(sys.argv[1])
    planes = [facts(folder, name, image) for name, image in images()]
    random = np.random.default_rng(1162004)
    bands = [sky(random, 64, 48, 20, 100.0) for _ in range(3)]
    for name, band in zip(("red", "green", "blue"), bands):
        band.astype("<f4").tofile(folder / name)
    json.dump(dict(planes=planes, composites=list(composites(bands))), sys.stdout)


main()
