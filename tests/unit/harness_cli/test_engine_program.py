"""An engine that is a program of its own: what it is told, and that its secrets stay out of sight."""

from pathlib import Path

import pytest

from harness.engines.engine_program import EngineCommand, EngineFacts
from harness.errors import WrongUsageError

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "test-your-own-engine.md"
FACTS = EngineFacts(
    flourish_url="http://127.0.0.1:1",
    ordo_url="http://127.0.0.1:2",
    engine_url="http://127.0.0.1:3",
    events_secret="whsec_c2VjcmV0",
    encryption_key="another-secret",
    http_timeout=0.5,
    folder=Path("/data"),
)


def test_everything_it_is_told_is_documented() -> None:
    """Each variable is in the page's table."""
    page = PAGE.read_text()
    for name in FACTS.environment():
        assert f"| `{name}` |" in page


def test_it_is_told_its_own_port() -> None:
    """The port is that of the URL under which Flourish reaches it."""
    said = FACTS.environment()
    assert (said["ENGINE_PORT"], said["ENGINE_PUBLIC_URL"]) == ("3", "http://127.0.0.1:3")
    assert said["ENGINE_HTTP_TIMEOUT"] == "0.5"


def test_secrets_are_not_shown() -> None:
    """What is printed of the facts holds neither the events secret nor the key."""
    assert "secret" not in repr(FACTS).replace("events_secret", "")


def test_a_command_is_split_as_a_shell_does() -> None:
    """Quotes hold words together; nothing is run by a shell."""
    assert EngineCommand.parse("./engine --name 'two words' $HOME").command == [
        "./engine",
        "--name",
        "two words",
        "$HOME",
    ]


@pytest.mark.parametrize("line", ["", "   ", "engine 'half a word"])
def test_a_command_that_is_none_is_wrong_usage(line: str) -> None:
    """Nothing to start, or nothing that can be read."""
    with pytest.raises(WrongUsageError):
        EngineCommand.parse(line)
