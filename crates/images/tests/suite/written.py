"""Reads an image that was written plain and compressed; prints how far apart both are, and writes what astropy unpacked."""

import json
import sys
import warnings

import numpy as np
from astropy.io import fits

plain, compressed, raw = sys.argv[1:]
warnings.simplefilter("error")  # A wrong checksum is a warning.

with fits.open(plain, checksum=True) as one, fits.open(compressed, checksum=True) as other:
    one.verify("exception")
    other.verify("exception")
    here, there = one[0].data, other[1].data
    there.astype(">f4").tofile(raw)
    apart = np.abs(here.astype("f8") - there.astype("f8"))
    mean = float(np.nanmean(here.astype("f8") - there.astype("f8")))
    print(
        json.dumps(
            dict(
                apart=float(np.nanmax(apart)),
                mean=mean,
                same_nan=bool(np.array_equal(np.isnan(here), np.isnan(there))),
                object=other[1].header["OBJECT"],
                gain=one[0].header["GAIN"],
                shape=list(there.shape),
            )
        )
    )
