#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Controls Nu Scaler in a running OBS through obs-websocket.

    remote.py list
    remote.py get_stats '{"source": "Game", "filter": "Nu Scaler"}'
    remote.py set '{"source": "Game", "filter": "Nu Scaler", "settings": {"sharpness": 0.5}}'
    remote.py technologies
    remote.py bench '{"input": "1920x1080", "scale": 2}'
    remote.py --events

Prints the answer as JSON; the exit status is 0 when it says "ok": true, 1 when it does not, 2 when OBS cannot be
asked, or something is missing here. With --events it prints one event a line, until it is interrupted.

Needs Python 3 and websocket-client (on Debian and Ubuntu the package python3-websocket). In OBS, "Tools", "WebSocket
Server Settings" has the switch that enables the server, its port and its password.
"""

import argparse
import base64
import hashlib
import json
import os
import sys

try:
    import websocket
except ImportError:
    websocket = None

VENDOR = "nu-scaler"

INSTALL = "install the package python3-websocket, or: pip install websocket-client"

# Operations of obs-websocket's protocol, version 5.
HELLO, IDENTIFY, IDENTIFIED, EVENT, REQUEST, RESPONSE = 0, 1, 2, 5, 6, 7

# The group of events that other plugins send.
VENDOR_EVENTS = 1 << 9

# Seconds; OBS answers at once, but for a benchmark.
PATIENCE = 60


class Trouble(Exception):
    """Why OBS cannot be asked."""


class Client:
    """A connection to obs-websocket."""

    def __init__(self, url, password, events=0):
        self.socket = websocket.create_connection(url, timeout=PATIENCE)
        hello = self.receive(HELLO)
        identify = {"rpcVersion": 1, "eventSubscriptions": events}
        if "authentication" in hello:
            identify["authentication"] = proof(password, **hello["authentication"])
        self.send(IDENTIFY, identify)
        self.receive(IDENTIFIED)

    def send(self, operation, data):
        self.socket.send(json.dumps({"op": operation, "d": data}))

    def receive(self, operation):
        """The data of the next message of this kind; others are passed over."""
        while True:
            text = self.socket.recv()
            if not text:
                raise Trouble("OBS closed the connection; is the password right?")
            message = json.loads(text)
            if message["op"] == operation:
                return message["d"]

    def call(self, request, data):
        """Sends one of Nu Scaler's requests; gives its answer."""
        vendor_request = {"vendorName": VENDOR, "requestType": request}
        if data:
            # Empty data are refused.
            vendor_request["requestData"] = data
        self.send(REQUEST, {"requestType": "CallVendorRequest", "requestId": "1", "requestData": vendor_request})
        answer = self.receive(RESPONSE)
        status = answer["requestStatus"]
        if not status["result"]:
            raise Trouble(status.get("comment", "OBS refuses, code {code}".format(**status)))
        return answer["responseData"]["responseData"]

    def events(self):
        """Nu Scaler's events, as they come."""
        self.socket.settimeout(None)
        while True:
            event = self.receive(EVENT)
            data = event.get("eventData", {})
            if event["eventType"] == "VendorEvent" and data["vendorName"] == VENDOR:
                yield {"event": data["eventType"], **data["eventData"]}


def proof(password, challenge, salt):
    """That the password is known, without sending it."""
    if not password:
        raise Trouble("OBS asks for a password: --password, or the variable OBS_WEBSOCKET_PASSWORD")

    def digest(text):
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return digest(digest(password + salt) + challenge)


def arguments():
    parser = argparse.ArgumentParser(description="Controls Nu Scaler in a running OBS.")
    parser.add_argument("request", nargs="?", help="list, get_stats, set, technologies or bench")
    parser.add_argument("data", nargs="?", default="{}", help="a JSON object (default: {})")
    parser.add_argument("--events", action="store_true", help="print events until interrupted")
    parser.add_argument("--url", default=os.environ.get("OBS_WEBSOCKET_URL", "ws://127.0.0.1:4455"))
    parser.add_argument("--password", default=os.environ.get("OBS_WEBSOCKET_PASSWORD", ""))
    parsed = parser.parse_args()
    if parsed.events == (parsed.request is not None):
        parser.error("either a request or --events")
    try:
        parsed.data = json.loads(parsed.data)
    except ValueError as error:
        parser.error(f"the data are no JSON: {error}")
    if not isinstance(parsed.data, dict):
        parser.error("the data are no JSON object")
    return parsed


def main():
    wanted = arguments()
    if websocket is None:
        print(f"error: {sys.executable} has no websocket-client; {INSTALL}", file=sys.stderr)
        return 2
    try:
        if wanted.events:
            for event in Client(wanted.url, wanted.password, VENDOR_EVENTS).events():
                print(json.dumps(event), flush=True)
        answer = Client(wanted.url, wanted.password).call(wanted.request, wanted.data)
    except (Trouble, OSError, websocket.WebSocketException) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    print(json.dumps(answer, indent=2))
    return 0 if answer.get("ok") else 1


if __name__ == "__main__":
    sys.exit(main())
