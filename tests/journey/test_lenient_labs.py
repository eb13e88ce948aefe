"""Where people and programs are served, tenants are lenient; those of features are strict everywhere."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from harness.clients.tenant import make_tenant
from harness.clients.wire import open_session
from harness.lab.demo_tenants import make_demo_tenants
from harness.lab.lab import start_lab
from tests.programs import LONGEST, command_line

ORDO = {"ENGINE_URL": "http://127.0.0.1:1", "ORDO_EVENTS_SECRET": "whsec_" + "A" * 43 + "="}


@contextmanager
def simulator(vendor: str) -> Iterator[str]:
    """The URL of a simulator that runs alone."""
    environment = {**os.environ, **ORDO}
    command = command_line("simulator", vendor)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()
            process.communicate(timeout=LONGEST)


def is_lenient(url: str, tenant: str) -> object:
    """What a simulator says of a tenant."""
    return requests.get(f"{url}/_sim/tenants/{tenant}", timeout=LONGEST).json()["lenient"]


@pytest.mark.parametrize("vendor", ["flourish", "ordo"])
def test_a_simulator_alone_is_lenient_unless_told_otherwise(vendor: str) -> None:
    """Any program can make a tenant there without knowing of it, and a strict one when it says so."""
    with simulator(vendor) as url:
        for said, lenient in (({}, True), ({"lenient": False}, False)):
            made = requests.post(f"{url}/_sim/tenants", json=said, timeout=LONGEST).json()
            assert is_lenient(url, made["tenant"]) is lenient


def test_in_a_lab_for_people_the_tenants_of_features_are_strict() -> None:
    """The demo tenants are lenient, and what features make there is judged as in the gate."""
    with start_lab(lenient=True) as lab, open_session() as session:
        demo = make_demo_tenants(lab, items=1, seed=5)
        world = make_tenant(lab, session, seed=5)
        for url, lenient, strict in (
            (lab.flourish_url, demo.flourish.tenant, world.flourish.made.tenant),
            (lab.ordo_url, demo.ordo.tenant, world.ordo.made.tenant),
        ):
            assert is_lenient(url, lenient) is True
            assert is_lenient(url, strict) is False
