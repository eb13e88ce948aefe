"""The interactive lab that `up` runs: demo tenants, what is printed about them, files written and read."""

import logging
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from harness.lab.env_file import check_place, env_values, write_env_file
from harness.lab.lab import (
    INTERACTIVE_HTTP_TIMEOUT,
    DemoTenants,
    EngineSettings,
    Lab,
    Ports,
    freeze_objects,
    make_demo_tenants,
    start_lab,
)
from harness.lab.saved_lab import move_engine_clocks, put_back, read_saved_lab, save_lab
from harness.serving import ShutdownRequested, ends_on_shutdown, wait_for_shutdown
from integration_engine.logs import show_logs


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractiveLabRequest:
    ports: Ports
    items: int
    seed: int | None
    env_file: Path | None
    save: Path | None
    load: Path | None
    webhook_hosts: frozenset[str] = frozenset()


def run_until_shutdown(wanted: InteractiveLabRequest, console: Console) -> None:
    """Bring the lab up, print how to use it, and wait for Ctrl-C or SIGTERM.

    Raises:
        WrongUsageError: a port is taken, or a file cannot be read or written.
    """
    for option, path in (("--env-file", wanted.env_file), ("--save", wanted.save)):
        if path is not None:
            check_place(path, option=option)
    saved = None if wanted.load is None else read_saved_lab(wanted.load)
    settings = EngineSettings(
        http_timeout=INTERACTIVE_HTTP_TIMEOUT, encryption_key=None if saved is None else saved.encryption_key
    )

    def restore(lab: Lab) -> None:
        if saved is not None:
            put_back(saved, lab)

    show_logs(sys.stderr, level=logging.WARNING)
    starting = start_lab(
        wanted.ports, settings, before_engine=restore, webhook_hosts=wanted.webhook_hosts, lenient=True
    )
    with ends_on_shutdown(), starting as lab:
        if saved is not None:
            move_engine_clocks(saved, lab)
        tenants = saved.tenants if saved else make_demo_tenants(lab, items=wanted.items, seed=wanted.seed)
        freeze_objects()
        # Once anything was printed of the lab, a shutdown leads to what follows this block.
        with suppress(ShutdownRequested):
            if wanted.env_file is not None:
                write_env_file(wanted.env_file, env_values(lab, tenants))
            introduce(console, lab, tenants)
            wait_for_shutdown()
        if wanted.save is not None:
            save_lab(wanted.save, lab, tenants)
            console.print(f"state kept in {wanted.save}", highlight=False, soft_wrap=True, markup=False)


def introduce(console: Console, lab: Lab, tenants: DemoTenants) -> None:
    """Print URLs, credentials, and a line that works when pasted."""
    flourish, ordo = tenants.flourish, tenants.ordo
    lines = (
        ("Flourish", lab.flourish_url),
        ("  username", flourish.username),
        ("  API key", flourish.api_key),
        ("  facility", f"{flourish.facility.id} (license {flourish.facility.license_number})"),
        ("  back office", f"Bearer {flourish.back_office_token}"),
        ("Ordo", lab.ordo_url),
        ("  admin", f"Bearer {ordo.admin_token}"),
        ("  sales rep", f"Bearer {ordo.rep_token}"),
        ("Engine", lab.engine_url),
    )
    for name, value in lines:
        console.print(f"[bold]{name:<14}[/]{escape(value)}", highlight=False, soft_wrap=True)
    console.print("\nTry it:", highlight=False)
    console.print(curl_line(lab, tenants), highlight=False, soft_wrap=True, markup=False)
    console.print("\nCtrl-C stops.", highlight=False)


def curl_line(lab: Lab, tenants: DemoTenants) -> str:
    """A command that reads the first two items of the demo catalogue."""
    login = f"{tenants.flourish.username}:{tenants.flourish.api_key}"
    return f"curl -s -u '{login}' '{lab.flourish_url}/external/api/v1/items?limit=2'"
