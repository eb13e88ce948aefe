"""How far one endpoint's webhooks fall behind while orders are placed as fast as the simulator takes them.

Wanted: at most what is delivered in a second is still queued after a minute, and all of it comes in order.
The simulator, the receiver and the callers are processes of their own.
"""

import argparse
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import orjson
from figures import lasting, show
from server_load import Company, times_of
from servers import Measured

from harness.clients.idle import Pause

SCRIPT = Path(__file__)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
CONNECTIONS = 16


def receive(path: Path) -> None:
    """In the child: answer every delivery and write down when which order was created."""
    with socket.create_server(("127.0.0.1", 0)) as listener, path.open("w", encoding="utf-8") as file:
        print(listener.getsockname()[1], flush=True)
        while True:
            connection, _ = listener.accept()
            for body in _bodies(connection):
                number = orjson.loads(body)["data"].get("id", "")
                print(number, file=file, flush=True)
                connection.sendall(ANSWER)


def _bodies(connection: socket.socket) -> Iterator[bytes]:
    with connection.makefile("rb") as reading:
        while reading.readline():
            length = 0
            while (line := reading.readline()) != b"\r\n":
                name, _, value = line.lower().partition(b":")
                length = int(value) if name == b"content-length" else length
            yield reading.read(length)


@contextmanager
def receiver(path: Path) -> Iterator[str]:
    """The URL of a receiver that writes to the file."""
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), "--receive", str(path)], stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            yield f"http://127.0.0.1:{cast('IO[str]', process.stdout).readline().strip()}/"
        finally:
            process.kill()


def measure(title: str, code: Path, *, seconds: float, events: list[str]) -> None:
    """Place orders for so long, then let the rest be delivered."""
    with (
        tempfile.TemporaryDirectory() as folder,
        receiver(Path(folder) / "received") as url,
        Measured(title=title, server="waitress", code=code).started() as (origin, _),
    ):
        company = Company.of(origin)
        company.listen(url, events)
        placed = len(times_of(company.placing(), CONNECTIONS, seconds))
        queued = company.pending()
        rest, _ = lasting(lambda: _wait_until_delivered(company))
        received = (Path(folder) / "received").read_text(encoding="utf-8").split()
    during = len(received) - queued
    ordered = "in order" if received == sorted(received, key=int) else "OUT OF ORDER"
    show(f"{title}: orders placed, deliveries made", f"{placed / seconds:.0f}/s  {during / seconds:.0f}/s")
    show(f"{title}: queued at the end, time they took", f"{queued}  {rest:.1f} s  {ordered}")


def _wait_until_delivered(company: Company) -> None:
    pause = Pause()
    while company.pending():
        pause.take()


def main() -> None:
    """Measure this code, and another checkout beside it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--receive", type=Path, help=argparse.SUPPRESS)
    parser.add_argument(
        "--beside", type=Path, metavar="FOLDER", help="measure the code of another checkout too"
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--events", default="Outbound Order")
    options = parser.parse_args()
    if options.receive:
        receive(options.receive)
        return
    for code in filter(None, [SCRIPT.parent.parent, options.beside and options.beside.resolve()]):
        measure(code.name, code, seconds=options.seconds, events=options.events.split(","))


if __name__ == "__main__":
    main()
