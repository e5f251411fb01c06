"""Asks for links as pyvo does, and cuts what it finds; prints JSON."""

import io
import json
import sys
import urllib.parse

import pyvo
from astropy import units as u
from astropy.io import fits
from pyvo.dal.adhoc import DatalinkResults

base, lon, lat, radius, *dids = sys.argv[1:]
url = base + "/datalink/links?" + urllib.parse.urlencode({"ID": dids[0]})
links = DatalinkResults.from_result_url(url)
report = {
    "semantics": [link.semantics for link in links],
    "this": next(links.bysemantics("#this", include_narrower=False)).access_url,
    "length": int(next(links.bysemantics("#this", include_narrower=False)).content_length),
}
cutout = next(links.bysemantics("#cutout", include_narrower=False))
stream = cutout.processed(circle=(float(lon) * u.deg, float(lat) * u.deg, float(radius) * u.deg))
with fits.open(io.BytesIO(stream.read())) as hdus:
    report["cutout"] = list(hdus[0].data.shape)

# Many at once, from the rows of a query.
tap = pyvo.dal.TAPService(base + "/tap")
rows = tap.search("SELECT * FROM ivoa.obscore WHERE band IS NOT NULL ORDER BY obs_publisher_did")
report["rows"] = len(rows)
report["batched"] = [sorted({link.semantics for link in found}) for found in rows.iter_datalinks()]
print(json.dumps(report))
