"""The engine's settings: from the environment, and refused by name when they are wrong."""

from datetime import timedelta

import pytest

from integration_engine.app import EngineConfig
from integration_engine.config import from_environment
from integration_engine.errors import ConfigurationError, MissingSettingsError
from tests.unit.engine.running_engine import SECRET, Bench

ENVIRONMENT = {
    "FLOURISH_URL": "https://flourish.example",
    "ORDO_URL": "https://ordo.example",
    "ENGINE_PUBLIC_URL": "https://engine.example",
    "ORDO_EVENTS_SECRET": SECRET,
    "ENGINE_ENCRYPTION_KEY": "key",
}


def test_settings_come_from_the_environment() -> None:
    """Every setting has its variable; secrets do not show when settings are printed."""
    config = from_environment({**ENVIRONMENT, "ENGINE_HTTP_TIMEOUT": "2.5", "DATABASE_URL": "sqlite:///x"})
    assert isinstance(config, EngineConfig)
    assert (config.http_timeout, config.database_url) == (2.5, "sqlite:///x")
    assert config.settle > timedelta(seconds=config.http_timeout)
    assert SECRET not in repr(config)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"FLOURISH_URL": ""}, "FLOURISH_URL"),
        ({"ORDO_URL": "ordo.example"}, "ORDO_URL"),
        ({"ORDO_EVENTS_SECRET": " "}, "ORDO_EVENTS_SECRET"),
        ({"ENGINE_HTTP_TIMEOUT": "soon"}, "ENGINE_HTTP_TIMEOUT"),
        ({"ENGINE_HTTP_TIMEOUT": "0"}, "ENGINE_HTTP_TIMEOUT"),
        ({"ENGINE_SWEEP_MINUTES": "-1"}, "ENGINE_SWEEP_MINUTES"),
        ({"ENGINE_KEEP_DAYS": "0"}, "ENGINE_KEEP_DAYS"),
        ({"ENGINE_KEEP_DAYS": "1e9"}, "ENGINE_KEEP_DAYS"),
        ({"ENGINE_STALLED_SECONDS": "nan"}, "ENGINE_STALLED_SECONDS"),
        ({"ENGINE_ROLE": "boss"}, "ENGINE_ROLE cannot be 'boss': .*one of all, web, worker"),
    ],
)
def test_a_wrong_setting_is_named(change: dict[str, str], named: str) -> None:
    """A missing or impossible setting stops the start by its name."""
    with pytest.raises(ConfigurationError, match=named):
        from_environment({**ENVIRONMENT, **change})


def test_all_that_is_missing_is_named_at_once() -> None:
    """Whoever sets an engine up learns in one go what it wants; blank is missing."""
    with pytest.raises(MissingSettingsError, match=r"^not set: ORDO_URL, ORDO_EVENTS_SECRET$"):
        from_environment({**ENVIRONMENT, "ORDO_URL": "", "ORDO_EVENTS_SECRET": " "})
    with pytest.raises(MissingSettingsError) as missing:
        from_environment({})
    assert list(missing.value.names) == list(ENVIRONMENT)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"encryption_key": "short"}, "ENGINE_ENCRYPTION_KEY"),
        ({"events_secret": ""}, "ORDO_EVENTS_SECRET"),
        ({"events_secret": "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI="}, "ORDO_EVENTS_SECRET has fewer than 24"),
        ({"database_url": "nonsense"}, "DATABASE_URL"),
        ({"database_url": "postgresql://u:secret@127.0.0.1:port/x"}, "DATABASE_URL cannot be used"),
        ({"database_url": "postgresql://u:secret@[::1/x"}, "DATABASE_URL cannot be used"),
    ],
)
def test_an_unusable_secret_or_database_is_named(bench: Bench, change: dict[str, str], named: str) -> None:
    """What cannot be used stops the start by its name."""
    with pytest.raises(ConfigurationError, match=named):
        Bench(
            folder=bench.folder,
            flourish=bench.flourish,
            ordo=bench.ordo,
            flourish_server=bench.flourish_server,
            ordo_server=bench.ordo_server,
        ).start(**change)
