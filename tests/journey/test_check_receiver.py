"""`check-receiver` on the built-in engine, connected as a seller connects it."""

from pathlib import Path

from harness.clients.tenant import make_tenant
from harness.clients.wire import open_session
from harness.lab.lab import start_lab
from tests.programs import command_line, run_program

LICENSE = {
    "license_type": "Distributor",
    "street_address_line_1": "7 Mill Lane",
    "street_address_line_2": "Unit 2",
    "city": "Reno",
    "state": "NV",
    "zip_code": "89501",
}


def test_the_built_in_engine_passes(tmp_path: Path) -> None:
    """It takes and refuses at every point as it should, over HTTP, with the details that Ordo shows."""
    with start_lab() as lab, open_session() as session:
        world = make_tenant(lab, session, seed=5)
        made = world.flourish.made
        number = made.facility.license_number
        _ = world.ordo.admin.add_license({**LICENSE, "license_number": number}).value
        webhook = world.ordo.admin.save_integration(made.username, made.api_key).value.webhook
        assert webhook is not None
        environment = {"SIGNING_KEY": webhook.signing_key}
        headers: list[str] = []
        for index, header in enumerate(webhook.headers):
            environment[f"VALUE_{index}"] = header.value
            headers += ["--header", f"{header.key}=VALUE_{index}"]
        secrets = ("--signing-key-env", "SIGNING_KEY", *headers)
        command = command_line("check-receiver", "--url", webhook.endpoint_url, *secrets)
        ran = run_program(*command, cwd=tmp_path, env=environment)
        world.surroundings.settle()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 wrong." in ran.stdout
    assert webhook.signing_key not in ran.stdout
