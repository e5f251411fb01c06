"""What astroquery makes of a service: `tapplus.py TAPURL UPLOAD` writes tables and rows as JSON; UPLOAD is a VOTable file."""

import json
import sys

from astroquery import log
from astroquery.utils.tap.core import TapPlus

QUERY = "SELECT TOP 5 filter_id, name FROM jplus.Filter ORDER BY filter_id"
JOIN = (
    "SELECT u.label, f.name FROM TAP_UPLOAD.mine AS u JOIN jplus.Filter AS f ON f.filter_id = u.id ORDER BY u.id"
)


def rows(job):
    """The rows of a job's result, all values as text."""
    return [[str(value) for value in row] for row in job.get_results()]


def main(url, upload):
    """Prints the report."""
    # What it tells of its progress would stand between the lines of the report.
    log.setLevel("ERROR")
    service = TapPlus(url=url)
    tables = sorted(table.get_qualified_name() for table in service.load_tables(only_names=True))
    job = service.launch_job_async(QUERY)
    report = {
        "tables": tables,
        "sync": rows(service.launch_job(QUERY)),
        "phase": job.get_phase(),
        "async": rows(job),
        "upload": rows(service.launch_job(JOIN, upload_resource=upload, upload_table_name="mine")),
        "upload_async": rows(service.launch_job_async(JOIN, upload_resource=upload, upload_table_name="mine")),
    }
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
