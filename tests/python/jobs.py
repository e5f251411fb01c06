"""What pyvo makes of jobs: `jobs.py TAPURL` makes, changes, runs and deletes some and writes what it saw as JSON."""

import json
import sys

import pyvo
import requests
from astropy.table import Table


def failed(service):
    """The phase and the error of a job with a query for a column that does not exist."""
    job = service.submit_job("SELECT nothing FROM jplus.Filter")
    job.run().wait()
    try:
        job.raise_if_error()
        message = ""
    except pyvo.dal.DALQueryError as error:
        message = str(error)
    phase = job.phase
    job.delete()
    return phase, "nothing" in message


def uploaded(service):
    """The rows of an uploaded table, back from a job."""
    mine = Table({"id": [1, 2], "label": ["one", "two"]})
    result = service.run_async("SELECT id, label FROM TAP_UPLOAD.mine ORDER BY id", uploads={"mine": mine})
    return [[str(row["id"]), str(row["label"])] for row in result]


def main(url):
    """Prints the report."""
    service = pyvo.dal.TAPService(url)
    job = service.submit_job("SELECT TOP 1 name FROM jplus.Filter")
    report = {"first_phase": job.phase}
    job.query = "SELECT TOP 2 name FROM jplus.Filter ORDER BY filter_id"
    report["query"] = job.query
    job.run().wait(timeout=60)
    report["phase"] = job.phase
    report["rows"] = len(job.fetch_result())
    report["list"] = len(service.get_job_list())
    url_of_job = job.url
    job.delete()
    report["gone"] = requests.get(url_of_job, timeout=60).status_code
    report["async_rows"] = len(service.run_async("SELECT TOP 3 name FROM jplus.Filter"))
    report["uploaded"] = uploaded(service)
    report["failed"], report["message"] = failed(service)
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
