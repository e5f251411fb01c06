"""A query as Parquet and as an Arrow stream: `columnar.py BASE ADQL` writes what differs from CSV and VOTable as JSON."""

import csv
import io
import json
import math
import sys
import urllib.parse
import urllib.request
from xml.etree import ElementTree

import numpy
import pyarrow
import pyarrow.ipc
import pyarrow.parquet
from astropy.table import Table

CONTENT = b"IVOA.VOTable-Parquet.content"
SCALARS = {"float": numpy.float32, "double": float, "bool": lambda text: text == "true"}


def fetch(base, adql, form, **more):
    """The body of an answer."""
    fields = {"LANG": "ADQL", "QUERY": adql, "RESPONSEFORMAT": form, **more}
    data = urllib.parse.urlencode(fields).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{base}/tap/sync", data) as answer:
        return answer.read()


def arrow_stream(body):
    """The table of an Arrow stream, and the metadata of its last batch."""
    reader = pyarrow.ipc.open_stream(body)
    batches, metadata = [], None
    while True:
        try:
            batch, metadata = reader.read_next_batch_with_custom_metadata()
        except StopIteration:
            break
        batches.append(batch)
    table = pyarrow.Table.from_batches(batches, reader.schema)
    return table, {key.decode(): value.decode() for key, value in (metadata or {}).items()}


def element(text, kind):
    """What a word of CSV stands for in a column of an Arrow type."""
    return SCALARS.get(str(kind), int)(text)


def is_list(kind):
    """Whether values are lists."""
    return pyarrow.types.is_list(kind) or pyarrow.types.is_fixed_size_list(kind)


def same(a, b):
    """Whether two numbers are the same, NaN being the same as NaN; a null element is NaN in other formats."""
    a = math.nan if a is None else a
    b = math.nan if b is None else b
    return a == b or (isinstance(a, float) and math.isnan(a) and math.isnan(b))


def agrees(value, text, kind):
    """Whether a value is what its cell of CSV says; only nulls are empty there, and empty texts."""
    if value is None or text == "":
        return text == "" and value in (None, "")
    if pyarrow.types.is_string(kind):
        return value == text
    if is_list(kind):
        words = [element(word, kind.value_type) for word in text.split()]
        return len(words) == len(value) and all(same(a, float(b)) for a, b in zip(value, words))
    number = element(text, kind)
    return same(value, float(number) if isinstance(number, numpy.floating) else number)


def against_csv(table, body):
    """Columns whose values differ from those of CSV."""
    head, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
    if head != table.column_names or len(rows) != table.num_rows:
        return ["shape"]
    different = []
    for index, field in enumerate(table.schema):
        values = table.column(index).to_pylist()
        wrong = [(v, row[index]) for v, row in zip(values, rows) if not agrees(v, row[index], field.type)]
        if wrong:
            different.append(f"csv: {field.name}: {wrong[0]}")
    return different


def against_votable(table, body):
    """Attributes of fields that differ from those of a VOTable."""
    space = "{http://www.ivoa.net/xml/VOTable/v1.3}"
    fields = ElementTree.fromstring(body).iter(f"{space}FIELD")
    names = ["unit", "ucd", "utype", "xtype", "arraysize", "datatype"]
    different = []
    for ours, theirs in zip(table.schema, fields, strict=True):
        metadata = {key.decode(): value.decode() for key, value in (ours.metadata or {}).items()}
        expected = {name: theirs.get(name) for name in names if theirs.get(name)}
        description = theirs.findtext(f"{space}DESCRIPTION")
        if description:
            expected["description"] = description
        if metadata != expected:
            different.append(f"{ours.name}: {metadata} is not {expected}")
    return different


def equal(a, b):
    """Whether two tables have the same types and values, NaN being the same as NaN."""
    return a.schema.equals(b.schema) and json.dumps(a.to_pylist()) == json.dumps(b.to_pylist())


def astropy_read(base):
    """What astropy makes of a Parquet file: the units of its columns, and the first row."""
    adql = "SELECT TOP 3 ALPHA_J2000, DELTA_J2000, MAG_AUTO FROM jplus.MagABDualObj ORDER BY TILE_ID, NUMBER"
    table = Table.read(io.BytesIO(fetch(base, adql, "parquet")), format="parquet.votable")
    return {name: str(table[name].unit) for name in table.colnames}, len(table)


def main(base, adql):
    """Compares everything with CSV and VOTable."""
    body = fetch(base, adql, "parquet")
    parquet = pyarrow.parquet.read_table(io.BytesIO(body))
    arrow, status = arrow_stream(fetch(base, adql, "arrow"))
    _, overflow = arrow_stream(fetch(base, adql, "arrow", MAXREC="3"))
    content = pyarrow.parquet.read_metadata(io.BytesIO(body)).metadata[CONTENT]
    document = fetch(base, adql, "votable/b2")
    different = against_csv(arrow, fetch(base, adql, "csv")) + against_votable(arrow, document)
    if not equal(parquet, arrow):
        different.append("parquet: not the table of the stream")
    units, rows = astropy_read(base)
    report = {
        "rows": parquet.num_rows,
        "columns": parquet.num_columns,
        "lists": sum(is_list(field.type) for field in parquet.schema),
        "nulls": sum(column.null_count for column in parquet.columns),
        "differences": different,
        "status": status,
        "overflow": overflow,
        "votable": content.decode(),
        "astropy": {"units": units, "rows": rows},
    }
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
