"""pyvo as a user: `login.py BASE USER PASSWORD COOKIE TOKEN ADQL` writes the first value of the query by each way as JSON."""

import json
import sys

import pyvo
import requests
from pyvo.auth import AuthSession


def first_value(url, session, adql):
    """The first value of a query, or the error's text."""
    try:
        service = pyvo.dal.TAPService(url, session=session)
        return int(service.search(adql)[0]["n"])
    except Exception as error:  # the caller looks at what it says
        return str(error)


def sessions(user, password, cookie, token):
    """A session of pyvo for each way to log in."""
    basic = AuthSession()
    basic.credentials.set_password(user, password)
    by_cookie = AuthSession()
    name, value = cookie.split("=", 1)
    by_cookie.credentials.set_cookie(name, value)
    by_token = requests.Session()
    by_token.headers["Authorization"] = f"Bearer {token}"
    return {"basic": basic, "cookie": by_cookie, "token": by_token}


def main(base, user, password, cookie, token, adql):
    """Prints the report."""
    report = {"/tap anonymous": first_value(f"{base}/tap", None, adql)}
    ways = sessions(user, password, cookie, token)
    for mount in ["/tap", "/vo/auth/tap"]:
        for way, session in ways.items():
            report[f"{mount} {way}"] = first_value(base + mount, session, adql)
    cones = pyvo.dal.SCSService(f"{base}/scs/jplus_idr2/MagABDualObj", session=ways["token"])
    report["cone"] = len(cones.search(pos=(0.0, 0.0), radius=180.0, maxrec=3))
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
