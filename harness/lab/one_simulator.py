"""One simulator alone, as `ordo-flourish simulator` runs it: one of several processes behind a balancer."""

import dataclasses
import os

from flask import Flask
from rich.console import Console

from harness.errors import WrongUsageError
from harness.serving import PortTakenError, ends_on_shutdown, open_socket, serve, wait_for_shutdown
from sim_flourish import app as sim_flourish
from sim_ordo import app as sim_ordo


def run_simulator(
    vendor: str, *, port: int, shard: str, webhook_hosts: frozenset[str], console: Console
) -> None:
    """Serve it on this machine until Ctrl-C or SIGTERM.

    Raises:
        WrongUsageError: the port is taken, the shard's name is none, Ordo lacks a setting, or is given hosts.
    """
    if vendor == "ordo" and webhook_hosts:
        raise WrongUsageError("--allow-webhook-host is for flourish: Ordo sends to ENGINE_URL alone")
    try:
        listener = open_socket(port=port)
    except PortTakenError as taken:
        raise WrongUsageError(f"{taken}; choose another with --port") from taken
    with ends_on_shutdown():
        application = _application(vendor, shard, webhook_hosts)
        serving = serve(application, listener)
        try:
            console.print(f"{vendor} listening on {serving.url}", highlight=False, soft_wrap=True)
            wait_for_shutdown()
        finally:
            serving.stop()
            application.extensions["simulator"].close()


def _application(vendor: str, shard: str, webhook_hosts: frozenset[str]) -> Flask:
    try:
        if vendor == "flourish":
            flourish = sim_flourish.FlourishConfig(
                shard=shard, allowed_webhook_hosts=webhook_hosts, lenient=True
            )
            return sim_flourish.create_app(flourish)
        config = sim_ordo.OrdoConfig.from_environment(os.environ)
        return sim_ordo.create_app(dataclasses.replace(config, shard=shard, lenient=True))
    except ValueError as problem:
        raise WrongUsageError(str(problem)) from problem
