"""Engines that are wrong about the connection, and about who may tell them something (S2, S5, S7, S8)."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import orjson

from integration_engine.errors import CallerError, FlourishError
from integration_engine.flourish.answers import Facility, parse_facility
from integration_engine.work.connection_work import note_connection_problem
from tests.mutants.mutant import Change, Mutant, instead

_PAIRED = "integration_engine.receive.receive_connection:_paired_facility"
_VERIFY = "integration_engine.receive.receive_flourish_webhook:_verify"


def _facilities(parts: Any, settings: Any) -> list[Facility]:
    with contextlib.suppress(FlourishError):
        return list(parts.access.flourish(settings.flourish).every("/facilities", parse_facility))
    return []


def _paired_by(fits: Callable[[str, str], bool]) -> Callable[[Any], Any]:
    """Takes a facility whose license number fits the wanted one in some way of its own."""

    def make(original: Any) -> Any:
        def pair(parts: Any, settings: Any) -> Any:
            for one in _facilities(parts, settings):
                if fits(one.license_number or "", settings.license_number):
                    return one, True
            return original(parts, settings)

        return pair

    return make


def _untried(original: Any) -> Any:
    def pair(parts: Any, settings: Any) -> Any:
        try:
            return original(parts, settings)
        except CallerError as error:
            if error.code != "flourish_credentials_rejected":
                raise
            facility = Facility(
                facility_id="1",
                facility_name="unseen",
                license_number=settings.license_number,
                active=True,
                sales_rep_required=False,
            )
            return facility, False

    return pair


def _fresh_secrets(_original: Any) -> Any:
    return lambda _parts, _known: None


def _comparing(equal: Callable[[bytes, bytes], bool]) -> Change:
    """Signatures and headers are compared in another way."""
    return instead(
        "integration_engine.receive.receive_flourish_webhook:hmac",
        lambda hmac: SimpleNamespace(new=hmac.new, compare_digest=equal),
    )


def _without_headers(number: int) -> Change:
    """Only the first so many of the two headers are looked at."""
    return instead(
        _VERIFY,
        lambda original: (
            lambda raw, secrets: original(raw, replace(secrets, headers=secrets.headers[:number]))
        ),
    )


_REPEATED = "integration_engine.receive.receive_connection:is_repeated"
_TOKEN = "integration_engine.receive.receive_connection:require_same_token"

_FACILITY = "integration_engine.flourish.paired_facility:facility_problem"
_OF_ORDERS = "integration_engine.work.order_work"
_USERNAME = "integration_engine.receive.receive_connection:_username_checked"


def _blind_to(*codes: str) -> Change:
    """These problems of a facility are not noticed."""

    def make(original: Any) -> Any:
        def problem(facility: Any, license_number: str) -> Any:
            found = original(facility, license_number)
            return None if found is not None and found.code in codes else found

        return problem

    return instead(_FACILITY, make)


def _silent_about(problem: Any) -> bool:
    return problem is not None and problem.code.startswith("facility_")


def _always_basic(original: Any) -> Any:
    return lambda access, credentials, **_: original(access, credentials, basic=True)


MUTANTS = (
    Mutant(
        name="takes the key for the whole of the credentials",
        breaks=("S8", "S10"),
        consequence="A wrong username is saved, and nobody says that it was not checked.",
        changes=(instead(_USERNAME, lambda _original: lambda _parts, _settings: True),),
        first="A setup that cannot work",
    ),
    Mutant(
        name="says that it has checked a username that nobody could check",
        breaks=("S10",),
        consequence="Where Flourish refuses Basic, a mistyped username passes for a right one.",
        changes=(instead(_USERNAME, lambda original: lambda *known: original(*known) or True),),
        first="The key alone connects",
    ),
    Mutant(
        name="sends Basic with every call",
        breaks=("S10",),
        consequence="When Flourish ends Basic, every order stays behind.",
        changes=(instead("integration_engine.vendor_access:VendorAccess.flourish", _always_basic),),
        first="Business goes on when Flourish",
    ),
    Mutant(
        name="obeys a message about the connection again",
        breaks=("S9",),
        consequence="A removal that somebody sends again within five minutes ends the new connection.",
        changes=(instead(_REPEATED, lambda _original: lambda _transaction, _event: False),),
        first="A removal that arrives again",
    ),
    Mutant(
        name="takes every integration token for that of the connection",
        breaks=("S9",),
        consequence="Whoever names the id of an organization gets its signing key, and its orders.",
        changes=(instead(_TOKEN, lambda _original: lambda _box, _known, _token, _now: None),),
        first="Another organization of the same id gets",
    ),
    Mutant(
        name="pairs with any facility when none has the license",
        breaks=("S8", "S2"),
        consequence="A seller with a mistyped license works with a facility that is not theirs.",
        changes=(instead(_PAIRED, _paired_by(lambda _number, _wanted: True)),),
        first="A setup that cannot work",
    ),
    Mutant(
        name="compares license numbers without regard to case",
        breaks=("S8",),
        consequence="Two licenses that differ in case are taken for one.",
        changes=(
            instead(_PAIRED, _paired_by(lambda number, wanted: number.casefold() == wanted.casefold())),
        ),
        first="A setup that cannot work",
    ),
    Mutant(
        name="takes the beginning of a license number for the whole",
        breaks=("S8",),
        consequence="An unfinished license number is paired all the same.",
        changes=(instead(_PAIRED, _paired_by(lambda number, wanted: number.startswith(wanted))),),
        first="A setup that cannot work",
    ),
    Mutant(
        name="saves credentials without trying them",
        breaks=("S8",),
        consequence="Wrong credentials are found out with the first order only.",
        changes=(instead(_PAIRED, _untried),),
        first="A setup that cannot work",
    ),
    Mutant(
        name="sends orders to an inactive facility",
        breaks=("S11",),
        consequence="Orders pile up in a warehouse that nobody works in.",
        changes=(_blind_to("facility_inactive"),),
        first="comes back with the reason",
    ),
    Mutant(
        name="sends orders to a facility that has lost the license",
        breaks=("S11",),
        consequence="The seller sells under a license that the warehouse does not hold.",
        changes=(_blind_to("facility_license_gone"),),
        first="comes back with the reason",
    ),
    Mutant(
        name="says nothing of a facility out of service but to the rep",
        breaks=("S11",),
        consequence="The admin, who could put it right, sees a connection that works.",
        changes=(
            instead(
                f"{_OF_ORDERS}:note_connection_problem",
                lambda original: (
                    lambda transaction, organization_id, problem, now: (
                        None
                        if _silent_about(problem)
                        else original(transaction, organization_id, problem, now)
                    )
                ),
            ),
        ),
        first="The problem is shown with the integration",
    ),
    Mutant(
        name="takes any call that works for the end of the facility's problem",
        breaks=("S11",),
        consequence="The next shipment hides that no new order goes through.",
        changes=(
            instead(
                f"{_OF_ORDERS}:note_credentials",
                lambda original: (
                    lambda transaction, organization_id, outcome, now, *, mended=False: (
                        note_connection_problem(transaction, organization_id, None, now)
                        if mended
                        else original(transaction, organization_id, outcome, now)
                    )
                ),
            ),
        ),
        first="Orders that Flourish has go on",
    ),
    Mutant(
        name="never takes the facility's problem away",
        breaks=("S11",),
        consequence="The facility was put right, and the admin looks for what is wrong.",
        changes=(
            *(
                instead(
                    f"integration_engine.work.{module}:note_connection_problem",
                    lambda original: (
                        lambda transaction, organization_id, problem, now: (
                            original(transaction, organization_id, problem, now)
                            if problem is not None
                            else None
                        )
                    ),
                )
                for module in ("order_work", "sync_work", "sweep_work")
            ),
        ),
        first="The problem goes with the next sync",
    ),
    Mutant(
        name="makes new webhook details with every save",
        breaks=("S5",),
        consequence="After a new key was saved, what stands in Flourish is refused.",
        changes=(instead("integration_engine.receive.receive_connection:_kept_webhook", _fresh_secrets),),
        first="A new key leaves",
    ),
    Mutant(
        name="gives every seller the same signing key",
        breaks=("S5",),
        consequence="One seller can sign messages in the name of another.",
        changes=(instead("integration_engine.secret_box:new_webhook_secrets", cache),),
        first="Every seller gets",
    ),
    Mutant(
        name="skips the signature",
        breaks=("S7",),
        consequence="Anybody who knows the headers can forge news.",
        changes=(_comparing(lambda expected, given: len(expected) == 64 or expected == given),),
    ),
    Mutant(
        name="compares only a prefix of the signature",
        breaks=("S7",),
        consequence="Half a signature is as good as a whole one.",
        changes=(_comparing(lambda expected, given: bool(given) and expected.startswith(given)),),
    ),
    Mutant(
        name="compares signatures without regard to case",
        breaks=("S7",),
        consequence="A signature that Flourish would never write passes.",
        changes=(_comparing(lambda expected, given: expected.lower() == given.lower()),),
    ),
    Mutant(
        name="accepts more after the signature",
        breaks=("S7",),
        consequence="A signature passes when it only begins right.",
        changes=(_comparing(lambda expected, given: given.startswith(expected)),),
    ),
    Mutant(
        name="signs re-serialised JSON",
        breaks=("S7",),
        consequence="The signature is judged over what the engine would have written, not over what came.",
        changes=(
            instead(
                _VERIFY,
                lambda original: lambda raw, secrets: original(orjson.dumps(orjson.loads(raw)), secrets),
            ),
        ),
        first="doubtful signature",
    ),
    Mutant(
        name="ignores the headers",
        breaks=("S7",),
        consequence="The two headers of the integration protect nothing.",
        changes=(_without_headers(0),),
        first="doubtful headers",
    ),
    Mutant(
        name="looks at one of the two headers only",
        breaks=("S7",),
        consequence="The second header protects nothing.",
        changes=(_without_headers(1),),
        first="doubtful headers",
    ),
    Mutant(
        name="leaves waiting work waiting when a new key is saved",
        breaks=("S3", "O17"),
        consequence="An order that waited for the key waits on, although the key is there.",
        changes=(
            instead(
                "integration_engine.store.commands:Commands.make_due",
                lambda _original: lambda _self, _organization_id, _now: [],
            ),
        ),
        first="goes on at once when the key is saved",
    ),
)
