"""Uploads of astropy tables by pyvo: `upload.py TAPURL TABLE LON LAT` writes what came back as JSON."""

import json
import sys

import numpy
import pyvo
from astropy.table import MaskedColumn, Table


def main(url, name, lon, lat):
    """Takes rows of a table, uploads them, and joins them with the table they came from."""
    service = pyvo.dal.TAPService(url)
    own = service.search(f"SELECT TOP 40 tile_id, number, {lon}, {lat} FROM {name} ORDER BY tile_id, number")
    own = own.to_table()
    mine = Table()
    mine["ra"] = own[lon] + 0.1 / 3600 / numpy.cos(numpy.radians(own[lat]))
    mine["dec"] = own[lat]
    mine["tile"] = own["TILE_ID"]
    mine["number"] = own["NUMBER"]
    mine["label"] = [f"star {number} é" for number in range(len(own))]
    mine["note"] = MaskedColumn(list(range(len(own))), mask=[number % 3 == 0 for number in range(len(own))])
    join = (
        f"SELECT m.tile, m.number, c.tile_id AS found_tile, c.number AS found_number FROM TAP_UPLOAD.mine AS m "
        f"JOIN {name} AS c ON DISTANCE(m.ra, m.dec, c.{lon}, c.{lat}) < 0.5/3600"
    )
    joined = service.run_sync(join, uploads={"mine": mine}).to_table()
    both = "SELECT COUNT(*) AS n FROM TAP_UPLOAD.a AS a JOIN TAP_UPLOAD.b AS b ON a.number = b.number"
    counted = service.run_sync(both, uploads={"a": mine, "b": mine[:7]}).to_table()
    back = service.run_sync("SELECT * FROM TAP_UPLOAD.mine", uploads={"mine": mine}).to_table()
    report = {
        "rows": len(mine),
        "same": sum(int(row["tile"] == row["found_tile"] and row["number"] == row["found_number"]) for row in joined),
        "both": int(counted["n"][0]),
        "names": back.colnames,
        "labels": [str(label) for label in back["label"]] == list(mine["label"]),
        "positions": bool((back["ra"] == mine["ra"]).all() and (back["dec"] == mine["dec"]).all()),
        "nulls": [bool(null) for null in numpy.ma.getmaskarray(back["note"])] == list(mine["note"].mask),
    }
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
