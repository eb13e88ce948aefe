"""Pages of 50 items in a second from the Flourish simulator, over one kept-alive connection and over several.

The clients are in this process too, so the servers can do more than this shows.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from figures import percentile, show, timed

from harness.clients.control import create_flourish_tenant
from harness.clients.flourish import ExternalApi
from harness.clients.wire import Wire, open_session
from harness.lab.lab import Lab, freeze_objects, start_lab

ITEMS = 10_000
PAGES = 1_000
PATH = "/external/api/v1/items?limit=50&offset="


def read_pages(lab: Lab, api: ExternalApi, pages: int) -> list[float]:
    """Read pages over a connection of its own; the seconds each took."""
    headers = dict(api.wire.headers)
    with open_session() as session:

        def read(offset: int) -> None:
            session.request("GET", f"{lab.flourish_url}{PATH}{offset}", body=None, headers=headers)

        return [timed(partial(read, number * 50 % ITEMS)) for number in range(pages)]


def read_with(lab: Lab, api: ExternalApi, connections: int) -> None:
    """Read all pages over some connections and print the rate."""
    times: list[float] = []

    def read_all() -> None:
        with ThreadPoolExecutor(connections) as threads:
            each = [threads.submit(read_pages, lab, api, PAGES // connections) for _ in range(connections)]
            for one in each:
                times.extend(one.result())

    rate = PAGES / timed(read_all)
    tail = percentile(times, 0.99) * 1000
    show(f"pages of 50 items, {connections} connections", f"{rate:.0f}/s  p99 {tail:.1f} ms")


def main() -> None:
    """Read with one and with eight connections."""
    with start_lab() as lab, open_session() as session:
        wire = Wire(origin=lab.flourish_url, session=session)
        tenant = create_flourish_tenant(wire, {"items": ITEMS, "seed": 1})
        api = ExternalApi.with_key(wire, tenant.username, tenant.api_key)
        freeze_objects()
        for connections in (1, 8):
            read_with(lab, api, connections)


if __name__ == "__main__":
    main()
