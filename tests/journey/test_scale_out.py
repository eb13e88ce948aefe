"""Several processes of each simulator behind nginx, with the configuration that the how-to page shows.

On a machine without nginx this is not checked, and pytest counts it so.
"""

import base64
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
import requests
from cryptography.fernet import Fernet

import harness
from harness.clients.tenant import make_tenant
from harness.clients.wire import open_session
from harness.engines.engine_program import BUILTIN_COMMAND, EngineCommand, EngineFacts, EngineProgram
from harness.serving import port_outside_automatic_range
from tests.programs import command_line, run_program
from tests.waiting import PATIENCE, wait_until

CONFIGURATION = Path(__file__).parents[2] / "examples" / "scale-out" / "nginx.conf"
SUITE = Path(harness.__file__).parent / "gate" / "suite"
TAGS = "O2 or O7 or S3"
LONGEST_SECONDS = 300


def answers(url: str) -> bool:
    """Whether somebody does."""
    try:
        return requests.get(f"{url}/_sim", timeout=PATIENCE).ok
    except requests.RequestException:
        return False


class Balanced:
    """Where everything is: the URLs of the lab, and of the processes behind the balancer."""

    def __init__(self, folder: Path) -> None:
        self.secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        self.configuration = CONFIGURATION.read_text()
        self.ports: dict[str, int] = {}
        for port in sorted(set(re.findall(r"127\.0\.0\.1:(\d+)", self.configuration))):
            self.ports[port] = port_outside_automatic_range()
        for port, free in self.ports.items():
            self.configuration = self.configuration.replace(f"127.0.0.1:{port}", f"127.0.0.1:{free}")
        self.flourish_url, self.ordo_url = self.url("8701"), self.url("8702")
        self.engine_url = f"http://127.0.0.1:{port_outside_automatic_range()}"
        self.folder = folder

    def url(self, port: str) -> str:
        """Where the process is that the configuration has on this port."""
        return f"http://127.0.0.1:{self.ports[port]}"

    def environment(self) -> Mapping[str, str]:
        """What Ordo has to know."""
        return {"ENGINE_URL": self.engine_url, "ORDO_EVENTS_SECRET": self.secret}

    def engine(self) -> EngineProgram:
        """An engine that knows the balancer only."""
        facts = EngineFacts(
            flourish_url=self.flourish_url,
            ordo_url=self.ordo_url,
            engine_url=self.engine_url,
            events_secret=self.secret,
            encryption_key=Fernet.generate_key().decode(),
            http_timeout=2.0,
            folder=self.folder,
        )
        return EngineProgram(EngineCommand.parse(BUILTIN_COMMAND), facts)


@pytest.fixture(scope="module")
def balanced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balanced]:
    """Four simulators, a balancer and an engine."""
    nginx = shutil.which("nginx")
    if nginx is None:
        pytest.skip("not checked: several simulators behind nginx, for there is no nginx on this machine")
    folder = tmp_path_factory.mktemp("scale-out")
    found = Balanced(folder)
    (folder / "nginx.conf").write_text(found.configuration)
    processes = (
        ("flourish", "a", "9101"),
        ("flourish", "b", "9102"),
        ("ordo", "a", "9201"),
        ("ordo", "b", "9202"),
    )
    commands = [
        command_line("simulator", vendor, "--shard", shard, "--port", str(found.ports[port]))
        for vendor, shard, port in processes
    ]
    with ExitStack() as running:
        for command in [*commands, [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]]:
            process = subprocess.Popen(
                command,
                env={**os.environ, **found.environment()},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            running.callback(process.wait)
            running.callback(process.terminate)
        for port in found.ports:
            wait_until(f"{port} answers", partial(answers, found.url(port)))
        engine = found.engine()
        running.callback(engine.stop)
        engine.start()
        yield found


def test_every_credential_finds_its_tenant(balanced: Balanced) -> None:
    """New tenants spread over the processes, and whoever calls for one lands where it lives."""
    with open_session() as session:
        shards = set()
        for _ in range(6):
            world = make_tenant(balanced, session, secrets.randbelow(2**31))
            flourish, ordo = world.flourish.made, world.ordo.made
            shards |= {flourish.tenant.partition("-")[0], ordo.tenant.partition("-")[0]}
            assert world.flourish.control.now() is not None
            assert world.flourish.desk.orders() == []
            assert world.flourish.api(flourish.username, flourish.api_key).facilities().accepted
            url, key = f"{balanced.flourish_url}/external/api/v1/facilities", {"x-api-key": flourish.api_key}
            assert requests.get(url, headers=key, timeout=PATIENCE).ok
            added = world.flourish.office.create_api_key().value.data
            reset = world.flourish.office.reset_api_key(added.username).value.data
            assert world.flourish.api(reset.username, reset.api_key).facilities().accepted
            assert world.ordo.admin.orders() == world.ordo.rep.orders() == []
            world.drop()
        assert shards == {"a", "b"}


def test_a_wrong_credential_is_refused_as_ever(balanced: Balanced) -> None:
    """Whichever process it comes to."""
    for key in ("fl_a.wrong", "fl_c.wrong", "wrong"):
        url = f"{balanced.flourish_url}/external/api/v1/facilities"
        assert requests.get(url, headers={"x-api-key": key}, timeout=PATIENCE).status_code == 401


def test_features_pass_through_the_balancer(balanced: Balanced, tmp_path: Path) -> None:
    """Each world lives in a process of Flourish and one of Ordo; nobody who uses it needs to know."""
    lab = tmp_path / "lab.env"
    urls = {
        "FLOURISH_URL": balanced.flourish_url,
        "ORDO_URL": balanced.ordo_url,
        "ENGINE_URL": balanced.engine_url,
    }
    lab.write_text("".join(f"{name}={url}\n" for name, url in urls.items()))
    suite = (str(SUITE), "-c", str(SUITE / "pytest.ini"), "--rootdir", str(SUITE), "-m", TAGS)
    options = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--lab-env", str(lab))
    ran = run_program(sys.executable, "-m", "pytest", *suite, *options, cwd=tmp_path, longest=LONGEST_SECONDS)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    passed = re.search(r"(\d+) passed", ran.stdout)
    assert passed is not None
    assert int(passed[1]) > 10
