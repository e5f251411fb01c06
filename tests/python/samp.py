"""A SAMP client of astropy, with its own hub or at another, beside the commands of Armilla; prints JSON."""

import json
import os
import subprocess
import sys
import time

whose_hub, lockfile, armilla, table = sys.argv[1:]
os.environ["SAMP_HUB"] = "std-lockurl:file://" + lockfile

from astropy import log
from astropy.samp import SAMPHubServer, SAMPIntegratedClient, conf

conf.use_internet = False
log.setLevel("ERROR")
hub = None
if whose_hub == "own":
    hub = SAMPHubServer(web_profile=False)
    hub.start()
client = SAMPIntegratedClient(name="snake", addr="127.0.0.1")
client.connect()
received = []


def take(private_key, sender, message, mtype, params, extra):
    received.append(params)
    client.ereply(message, "samp.ok", result={})


client.bind_receive_call("table.load.votable", take)
sent = subprocess.run([armilla, "samp", "send", table], capture_output=True, text=True, check=True)

listener = subprocess.Popen(
    [armilla, "samp", "listen", "--mtype", "coord.pointAt.sky", "--count", "1"], stdout=subprocess.PIPE, text=True
)
deadline = time.monotonic() + 60
while not (found := client.get_subscribed_clients("coord.pointAt.sky")):
    assert time.monotonic() < deadline, "nobody listens"
    time.sleep(0.05)
response = client.ecall_and_wait(next(iter(found)), "coord.pointAt.sky", "30", ra="1.5", dec="-2")
heard, _ = listener.communicate(timeout=60)
client.disconnect()
if hub:
    hub.stop()
print(json.dumps({"received": received, "sent": sent.stdout, "response": response, "heard": heard}))
