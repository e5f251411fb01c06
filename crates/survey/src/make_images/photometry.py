"""Measures the bright and lonely stars of a catalogue on images, in circles of 6 arcsec. Prints how many there were, mean, deviation and worst
of the differences in units of their errors, and the width of the brightest in units of the header's."""

import sys
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

folder, catalogue = Path(sys.argv[1]), sys.argv[2]
SIDE, RADIUS_ARCSEC, SCALE = 1024, 3.0, 0.55
BRIGHT_MAG = 18.5

stars = {}
for line in Path(catalogue).read_text().splitlines():
    name, *values = line.split()
    stars.setdefault(name, []).append([float(value) for value in values])


def circle(middle, radius):
    """Which part of each pixel near a position lies in a circle: of 10 x 10 points each."""
    first = np.floor(middle - radius).astype(int) - 1
    count = int(2 * radius) + 4
    fine = (np.arange(count * 10) + 0.5) / 10 - 0.5
    x, y = fine + first[0] - middle[0], fine + first[1] - middle[1]
    inside = x[None, :] ** 2 + y[:, None] ** 2 <= radius**2
    return first, inside.reshape(count, 10, count, 10).mean(axis=(1, 3))


differences, widths = [], []
for path in sorted(folder.glob("sim-*.fits*")):
    if ".weight." in path.name:
        continue
    with fits.open(path) as file:
        hdu = file[1] if len(file) > 1 else file[0]
        image, header = hdu.data.astype("f8"), hdu.header
    known = np.array(stars.get(path.name.split(".")[0], []))
    if len(known) == 0:
        continue
    places = WCS(header).all_world2pix(known[:, :2], 0)
    for place, (_, _, magnitude, error, is_star) in zip(places, known):
        apart = np.hypot(*(places - place).T)
        alone = np.sum(apart < 20) == 1
        if not is_star or magnitude > BRIGHT_MAG or not alone or not np.all((place > 12) & (place < SIDE - 13)):
            continue
        first, part = circle(place, RADIUS_ARCSEC / SCALE)
        count = len(part)
        box = image[first[1] : first[1] + count, first[0] : first[0] + count]
        if box.max() >= header["SATURATE"] * 0.999:
            continue
        # The median of the sky nearby, where neighbours are few.
        x, y = (int(round(at)) for at in place)
        near = image[max(y - 40, 0) : y + 41, max(x - 40, 0) : x + 41]
        sky = np.median(near[near < 4 * header["SKYSIGMA"]])
        light = ((box - sky) * part).sum()
        if light <= 0:
            continue
        measured = header["MAGZP"] - 2.5 * np.log10(light)
        noise = np.sqrt(part.sum() * header["SKYSIGMA"] ** 2 + light / header["GAIN"]) / light * 1.0857
        differences.append((measured - magnitude) / np.hypot(error, noise))
        if magnitude < 16:
            ys, xs = np.mgrid[: box.shape[0], : box.shape[1]]
            weight = np.where(np.hypot(xs - place[0] + first[0], ys - place[1] + first[1]) < 2.2, box - sky, 0)
            peak = weight.max()
                # A Gaussian through the brightest pixels.
            high = weight > 0.25 * peak
            r2 = (xs - place[0] + first[0]) ** 2 + (ys - place[1] + first[1]) ** 2
            slope = np.polyfit(r2[high], np.log(weight[high]), 1)[0]
            widths.append(np.sqrt(-4 * np.log(2) / slope) * SCALE / header["SEEING"])

differences = np.array(differences)
print(len(differences), differences.mean(), differences.std(), np.abs(differences).max(), np.median(widths))
