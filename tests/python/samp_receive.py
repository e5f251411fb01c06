"""Joins the SAMP hub as "astropy", waits for one table, reads it from its address, and prints its name, columns and rows as JSON."""

import json
import sys
import time

from astropy.samp import SAMPIntegratedClient, conf
from astropy.table import Table

SECONDS = 30

conf.use_internet = False
client = SAMPIntegratedClient(name="astropy")
client.connect()
received = []


def take(private_key, sender_id, msg_id, mtype, params, extra):
    received.append(params)
    client.reply(msg_id, {"samp.status": "samp.ok", "samp.result": {}})


def hear(private_key, sender_id, mtype, params, extra):
    received.append(params)


client.bind_receive_call("table.load.votable", take)
client.bind_receive_notification("table.load.votable", hear)
print("ready", flush=True)
end = time.monotonic() + SECONDS
while not received and time.monotonic() < end:
    time.sleep(0.05)
client.disconnect()
if not received:
    sys.exit(f"no table came in {SECONDS} s")
table = Table.read(received[0]["url"], format="votable")
print(json.dumps({"params": received[0], "columns": table.colnames, "rows": len(table)}))
