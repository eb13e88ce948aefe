"""`/api/v1/licenses`: adding a license, and what else is done with licenses (S2)."""

from dataclasses import replace
from typing import Any

import msgspec

from sim_kernel.answers import Answer
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.formats import moment_text
from sim_ordo.model.licenses import License, LicenseDraft, LicenseId, require_new_license_number
from sim_ordo.model.world import OrdoWorld
from sim_ordo.paging import listed, read_page
from sim_ordo.routing import OrdoCall, Route, parse_body, record


def list_licenses(call: OrdoCall) -> Answer:
    return listed("licenses", list(call.world.licenses.values()), read_page(call.query), _license_json)


def add_license(call: OrdoCall) -> Answer:
    draft = parse_body(call.body, LicenseDraft)
    require_new_license_number(call.world.licenses.values(), draft.license_number)
    now = call.tenant.clock.now()
    license_id = LicenseId(f"lic_{call.tenant.ids.hex('license')}")
    added = License(license_id=license_id, details=draft, created_at=now, updated_at=now)
    _save(call, added, "added")
    return Answer(status=201, body=_license_json(added))


def get_license(call: OrdoCall, license_id: str) -> Answer:
    return Answer(body=_license_json(call.world.license(license_id)))


def save_license(call: OrdoCall, license_id: str) -> Answer:
    """A license changed; the number of the one that is paired with Flourish stays."""
    known = call.world.license(license_id)
    draft = parse_body(call.body, LicenseDraft)
    if draft.license_number != known.number:
        _require_unpaired(call.world, known, "its number cannot change")
    others = [other for other in call.world.licenses.values() if other is not known]
    require_new_license_number(others, draft.license_number)
    saved = replace(known, details=draft, updated_at=call.tenant.clock.now())
    _save(call, saved, "changed")
    return Answer(body=_license_json(saved))


def remove_license(call: OrdoCall, license_id: str) -> Answer:
    """The license is gone, unless it is paired with Flourish."""
    known = call.world.license(license_id)
    _require_unpaired(call.world, known, "it cannot be removed")
    del call.world.licenses[license_id]
    record(call, "license", known.license_id, name=known.number, action="removed")
    return Answer(status=204)


def _require_unpaired(world: OrdoWorld, known: License, consequence: str) -> None:
    if world.integration is not None and world.integration.license_id == known.license_id:
        message = (
            f"the license {known.number} is paired with a facility in Flourish, so {consequence}; "
            "save the integration settings with another license first"
        )
        raise OrdoError(ErrorCode.LICENSE_IN_USE, message)


def _save(call: OrdoCall, saved: License, action: str) -> None:
    call.world.licenses[saved.license_id] = saved
    record(call, "license", saved.license_id, name=saved.number, action=action)


def _license_json(shown: License) -> dict[str, Any]:
    return {
        "license_id": shown.license_id,
        **msgspec.to_builtins(shown.details),
        "created_at": moment_text(shown.created_at),
        "updated_at": moment_text(shown.updated_at),
    }


ROUTES = (
    Route(method="GET", path="/licenses", handler=list_licenses),
    Route(method="POST", path="/licenses", handler=add_license, admin_action="add licenses"),
    Route(method="GET", path="/licenses/{license_id}", handler=get_license),
    Route(method="PUT", path="/licenses/{license_id}", handler=save_license, admin_action="change licenses"),
    Route(
        method="DELETE", path="/licenses/{license_id}", handler=remove_license, admin_action="remove licenses"
    ),
)
