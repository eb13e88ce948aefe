"""Which version of the engine this is."""

from importlib.metadata import PackageNotFoundError, version


def _installed_version() -> str:
    try:
        return version("ordo-flourish")
    except PackageNotFoundError:
        return "unknown"


VERSION = _installed_version()
