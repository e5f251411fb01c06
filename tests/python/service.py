"""What pyvo makes of a service: `service.py TAPURL` writes limits, tables, an error and an overflow as JSON."""

import json
import sys

import pyvo


def error_of(service):
    """The message of a query for a column that does not exist."""
    try:
        service.search("SELECT nothing FROM jplus.MagABDualObj")
    except pyvo.dal.DALQueryError as error:
        return str(error)
    return "no error"


def main(url):
    """Prints the report."""
    service = pyvo.dal.TAPService(url)
    table = service.search("SELECT alpha_j2000 FROM jplus.MagABDualObj", maxrec=3)
    report = {
        "error": error_of(service),
        "maxrec": service.maxrec,
        "hardlimit": service.hardlimit,
        "tables": sorted(service.tables.keys()),
        "unit": str(table.to_table()["ALPHA_J2000"].unit),
        "overflow": table.query_status == "OVERFLOW",
    }
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
