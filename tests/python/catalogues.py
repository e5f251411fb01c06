"""Real catalogues: `catalogues.py JAR FOLDER` unpacks TOPCAT's demo tables and writes OpenNGC as ECSV, and tells the files as JSON."""

import bz2
import importlib.resources
import json
import pathlib
import sqlite3
import sys
import zipfile

import numpy
from astropy.table import MaskedColumn, Table
from astropy import units

DEMO = "uk/ac/starlink/topcat/demo/"
NUMBERS = {"ra": units.deg, "dec": units.deg, "majax": units.arcmin, "bmag": units.mag, "redshift": None}


def demo_tables(jar, folder):
    """The tables of TOPCAT's demonstration, as they are but for bzip2."""
    files = []
    if not pathlib.Path(jar).is_file():
        return files
    with zipfile.ZipFile(jar) as archive:
        for name in ["messier.xml", "863sub.fits", "6dfgs_mini.xml.bz2"]:
            body = archive.read(DEMO + name)
            if name.endswith(".bz2"):
                name, body = name.removesuffix(".bz2"), bz2.decompress(body)
            (folder / name).write_bytes(body)
            files.append(name)
    return files


def open_ngc(folder):
    """OpenNGC: its database has radians and no units."""
    with importlib.resources.as_file(importlib.resources.files("pyongc") / "ongc.db") as file:
        query = "SELECT name, type, ra, dec, const, majax, bmag, redshift FROM objects WHERE ra IS NOT NULL ORDER BY id"
        connection = sqlite3.connect(file)
        cursor = connection.execute(query)
        names = [column[0] for column in cursor.description]
        columns = dict(zip(names, zip(*cursor.fetchall())))
        connection.close()
    table = Table()
    for name, values in columns.items():
        if name not in NUMBERS:
            table[name] = [str(value or "") for value in values]
            continue
        mask = [value is None for value in values]
        numbers = numpy.array([0.0 if value is None else value for value in values])
        numbers = numpy.degrees(numbers) if name in ("ra", "dec") else numbers
        table[name] = MaskedColumn(numbers, mask=mask, unit=NUMBERS[name])
    table.write(folder / "openngc.ecsv", format="ascii.ecsv")
    return len(table)


def main(jar, folder):
    """Writes the files."""
    folder = pathlib.Path(folder)
    json.dump({"files": demo_tables(jar, folder), "openngc": open_ngc(folder)}, sys.stdout)


main(*sys.argv[1:])
