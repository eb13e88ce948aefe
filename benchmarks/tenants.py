"""How long a tenant takes to make, over HTTP, on each side. Wanted: under 20 ms."""

from figures import percentile, show, timed

from harness.clients.control import create_flourish_tenant, create_ordo_tenant
from harness.clients.wire import Wire, open_session
from harness.lab.lab import start_lab

TENANTS = 200


def main() -> None:
    """Make some tenants on each side."""
    with start_lab() as lab, open_session() as session:
        flourish = Wire(origin=lab.flourish_url, session=session)
        ordo = Wire(origin=lab.ordo_url, session=session)
        for name, make in (
            ("Flourish", lambda: create_flourish_tenant(flourish, {})),
            ("Ordo", lambda: create_ordo_tenant(ordo, {})),
        ):
            times = [timed(make) * 1000 for _ in range(TENANTS)]
            p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
            show(f"a tenant in {name}, p50 and p99 of {TENANTS}", f"{p50:.1f} ms  {p99:.1f} ms")


if __name__ == "__main__":
    main()
