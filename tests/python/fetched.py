"""Answers of the service, without the help of a client library."""

import urllib.parse
import urllib.request


def fetch(base, adql, form):
    """The body of an answer."""
    fields = {"LANG": "ADQL", "QUERY": adql, "RESPONSEFORMAT": form}
    data = urllib.parse.urlencode(fields).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{base}/tap/sync", data) as answer:
        return answer.read()
