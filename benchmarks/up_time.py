"""From calling `up` to the first answer of its Flourish, and from Ctrl-C to its end.

Wanted: with 10,000 items within two seconds, and the end at once, with an idle keep-alive client connected.
"""

import argparse
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import requests
from figures import lasting, show, timed

FREE_PORTS = ("--flourish-port", "0", "--ordo-port", "0", "--engine-port", "0")


def start(command: Sequence[str], env_file: Path, session: requests.Session) -> subprocess.Popen[str]:
    """Start a lab and read the first page of its items."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    for line in process.stdout or ():
        if line.startswith("Ctrl-C stops"):
            break
    env = dict(line.split("=", 1) for line in env_file.read_text().splitlines())
    credentials = (env["FLOURISH_USERNAME"], env["FLOURISH_API_KEY"])
    url = f"{env['FLOURISH_URL']}/external/api/v1/items"
    session.get(url, auth=credentials, timeout=30).raise_for_status()
    return process


def stop(process: subprocess.Popen[str]) -> None:
    """Press Ctrl-C and wait for the end."""
    process.send_signal(signal.SIGINT)
    process.wait()


def main() -> None:
    """Start, ask once, stop; three times, and print the best."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    items = parser.parse_args().items
    ups, downs = [], []
    with tempfile.TemporaryDirectory() as folder, requests.Session() as session:
        path = Path(folder) / "lab.env"
        command = [sys.executable, "-m", "harness", "up", *FREE_PORTS, "--items", str(items)]
        for _ in range(3):
            came_up, process = lasting(partial(start, [*command, "--env-file", str(path)], path, session))
            ups.append(came_up)
            downs.append(timed(partial(stop, process)))
    show(f"up with {items:,} items, from the call to the first page", f"{min(ups):.2f} s")
    show("from Ctrl-C to the end, an idle client connected", f"{min(downs):.2f} s")


if __name__ == "__main__":
    main()
