"""A tenant's settings as its creator says and changes them: `POST /_sim/tenants`, `PATCH .../settings`."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import msgspec

from groundwork.shapes import convert
from sim_flourish.warehouse.settings import Settings
from sim_flourish.warehouse.world import World
from sim_kernel.answers import CallerError


def settings_shown(world: World) -> Mapping[str, Any]:
    """Every setting by its name."""
    return asdict(world.settings)


def change_settings(world: World, wanted: object) -> None:
    """Sets what is said and leaves the rest; in force from the next request on.

    Raises:
        CallerError: 422, a setting is unknown or cannot be so.
    """
    if not isinstance(wanted, dict):
        raise CallerError(422, "settings must be an object", field="settings")
    if unknown := sorted(set(map(str, wanted)) - set(Settings.__dataclass_fields__)):
        known = ", ".join(Settings.__dataclass_fields__)
        raise CallerError(422, f"settings takes no {unknown[0]!r}; it takes {known}", field="settings")
    try:
        world.settings = convert({**asdict(world.settings), **wanted}, Settings)
    except msgspec.ValidationError as error:
        raise CallerError(422, f"settings: {error}", field="settings") from error
