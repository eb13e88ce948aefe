"""A program that pretends to be an engine: it answers /healthz and can come to grief in several ways.

    python stand_in_engine.py [--capabilities a,b] [--pids FILE] [--dies-after N] [--stubborn] [--silent]

Run as a program by the tests of the gate; what it is told in the environment is printed.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.pause()"
TOLD = (
    "FLOURISH_URL",
    "ORDO_URL",
    "ENGINE_PORT",
    "ENGINE_PUBLIC_URL",
    "ENGINE_HTTP_TIMEOUT",
    "ENGINE_DATA_DIR",
)


def main() -> None:
    """Serve until told to stop, or until it is time to die."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--capabilities", default="")
    parser.add_argument("--pids", type=Path)
    parser.add_argument("--dies-after", type=int)
    parser.add_argument("--stubborn", action="store_true")
    parser.add_argument("--silent", action="store_true")
    options = parser.parse_args()
    if options.stubborn:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if options.pids:
        child = subprocess.Popen([sys.executable, "-c", DEAF])
        options.pids.write_text(f"{os.getpid()} {child.pid}")
    said = {name: os.environ.get(name) for name in TOLD}
    secrets = all(os.environ.get(name) for name in ("ORDO_EVENTS_SECRET", "ENGINE_ENCRYPTION_KEY"))
    sys.stdout.write(json.dumps({**said, "has its secrets": secrets}) + "\n")
    sys.stdout.flush()
    if options.silent:
        signal.pause()
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["ENGINE_PORT"])), handler(options))
    server.serve_forever()


def handler(options: argparse.Namespace) -> type[BaseHTTPRequestHandler]:
    """What answers, and counts how often it still does."""
    asked = count(1)
    body = json.dumps(
        {
            "status": "ok",
            "pending": {"due": 0, "later": 0, "next_due_at": None, "oldest_seconds": None},
            "activity": 0,
            "capabilities": [name for name in options.capabilities.split(",") if name],
            "version": "0",
        }
    ).encode()

    def die_in_time() -> None:
        if options.dies_after is not None and next(asked) > options.dies_after:
            sys.stdout.write("out of memory\n")
            sys.stdout.flush()
            os._exit(9)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            die_in_time()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            die_in_time()
            self.send_error(501)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


if __name__ == "__main__":
    main()
