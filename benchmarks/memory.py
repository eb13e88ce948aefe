"""How much memory a simulator has after 10,000 and after 100,000 requests. Wanted: at most a tenth more.

Four clients, each with a tenant of its own, read pages, ask for what is not there, and send orders that are
refused: nothing of it is kept but in the journals.
"""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from figures import show, timed

from harness.clients.control import create_flourish_tenant
from harness.clients.flourish import ExternalApi
from harness.clients.wire import Wire, open_session

CLIENTS = 4
PREFIX = "/external/api/v1"
CALLS: Sequence[tuple[str, str, bytes | None]] = (
    ("GET", "/items?limit=10", None),
    ("GET", "/inventory/summary?limit=20", None),
    ("GET", "/facilities", None),
    ("GET", "/items/nothing", None),
    ("POST", "/outbound-orders", b'{"order_lines": "none", "notes": "a refused one"}'),
)


def enter(url: str) -> dict[str, str]:
    """Makes a tenant; the headers of its calls."""
    with open_session() as session:
        wire = Wire(origin=url, session=session)
        tenant = create_flourish_tenant(wire, {"items": 100, "seed": 1})
        headers = dict(ExternalApi.with_key(wire, tenant.username, tenant.api_key).wire.headers)
    return headers | {"FacilityID": tenant.facility.id, "Content-Type": "application/json"}


def send(url: str, headers: dict[str, str], requests: int) -> None:
    """Sends so many requests of one client."""
    with open_session() as session:
        for number in range(requests):
            method, path, body = CALLS[number % len(CALLS)]
            session.request(method, f"{url}{PREFIX}{path}", body=body, headers=headers)


def megabytes(pid: int) -> float:
    """What a process has in memory just now."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def main() -> int:
    """Measure a simulator that is a process of its own; 1 when it has grown by more than a tenth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    requests: int = parser.parse_args().requests
    command = [sys.executable, "-m", "harness", "simulator", "flourish", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as simulator:
        try:
            url = next(iter(simulator.stdout or ())).split()[-1]
            with ThreadPoolExecutor(CLIENTS) as clients:
                tenants = [enter(url) for _ in range(CLIENTS)]
                memory = []
                for wanted in (requests // 10, requests - requests // 10):

                    def all_of_it(each: int = wanted // CLIENTS) -> None:
                        list(clients.map(send, [url] * CLIENTS, tenants, [each] * CLIENTS))

                    rate = wanted / timed(all_of_it)
                    memory.append(megabytes(simulator.pid))
                    show(f"memory after {wanted} requests more, {rate:.0f}/s", f"{memory[-1]:.1f} MB")
        finally:
            simulator.terminate()
    growth = memory[1] / memory[0] - 1
    show("grown by (wanted: 10 % at most)", f"{growth:+.1%}")
    return int(growth > 0.1)


if __name__ == "__main__":
    sys.exit(main())
