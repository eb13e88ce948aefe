"""One value that is not the true one: in calls, in answers, in messages; once, or all the time."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from sim_kernel.faults.alter import AlterFault
from sim_kernel.faults.alterations import MISSING, Alteration, altered
from sim_kernel.faults.places import AlteredPlace, Carried, Changed

from .conftest import Listener, Toy

NUMBER = "POST /number"


@pytest.mark.parametrize(
    ("alteration", "before", "after"),
    [
        ("set", 5, "given"),
        ("dropped", 5, MISSING),
        ("null", "a", None),
        ("empty", "a", ""),
        ("empty", [1], []),
        ("empty", 3.5, 0),
        ("empty", True, False),
        ("empty", None, None),
        ("other", True, False),
        ("other", 4, 5),
        ("other", "009", "010"),
        ("other", "true", "false"),
        ("other", "2031-01-31", "2031-02-01"),
        ("other", "ABa", "ABb"),
        ("other", "AB9", "AB0"),
        ("other", "--", "--a"),
        ("other", None, None),
        ("cent_off", 12.34, 12.35),
        ("cent_off", "12.340", "12.350"),
        ("cent_off", "twelve", "twelve"),
        ("one_decimal", 2.375, 2.4),
        ("first_only", [1, 2], [1]),
        ("last_missing", [1, 2], [1]),
        ("exchanged", [1, 2, 3], [3, 2, 1]),
        ("exchanged", [1], [1]),
        ("twice", [1, 2], [1, 2, 1]),
        ("twice", "a", "a"),
        ("upper_case", "Ab", "AB"),
        ("upper_case", "AB", "ab"),
        ("ascii_only", "Crème", "Crme"),
        ("special_character", "a", "a&é"),
        ("cut_short", "abcd", "ab"),
        ("other_type", 5, "5"),
        ("other_type", "5", 5),
        ("other_type", "a", ["a"]),
        ("other_type", [1], {"items": [1]}),
        ("other_type", {"a": 1}, [{"a": 1}]),
        ("other_type", None, 0),
        ("day_later", "2031-12-31T23:59:59Z", "2032-01-01T23:59:59Z"),
        ("day_later", "2031-12-31 10:00:00.5+02:00", "2032-01-01 10:00:00.5+02:00"),
        ("day_later", "2031-99-31", "2031-99-31"),
        ("day_later", "9999-12-31", "9999-12-31"),
        ("other_tenant", 5, "given"),
    ],
)
def test_an_alteration_does_what_its_name_says(alteration: str, before: object, after: object) -> None:
    """What means nothing for a value leaves it as it is."""
    assert altered(Alteration(alteration), before, "given") == after


def test_another_value_is_one_of_those_that_are_given() -> None:
    """The first that differs; where none does, nothing is altered."""
    choices = ["Created", "Shipped"]
    assert altered(Alteration.OTHER, "Created", choices) == "Shipped"
    assert altered(Alteration.OTHER, "Shipped", choices) == "Created"
    assert altered(Alteration.OTHER, "Created", ["Created"]) == "Created"


@pytest.mark.parametrize(
    ("place", "body", "after"),
    [
        ("/lines/[]/qty", {"lines": [{"qty": 1}, {"qty": 2}]}, {"lines": [{"qty": 2}, {"qty": 3}]}),
        ("/lines/1/qty", {"lines": [{"qty": 1}, {"qty": 2}]}, {"lines": [{"qty": 1}, {"qty": 3}]}),
        ("/lines/[]", {"lines": [1, 2]}, {"lines": [2, 3]}),
        ("/a~1b/c~0d", {"a/b": {"c~d": 1}}, {"a/b": {"c~d": 2}}),
        ("/lines/[]/qty", {"lines": {"qty": 1}}, {"lines": {"qty": 1}}),
        ("/qty/further", {"qty": 1}, {"qty": 1}),
    ],
)
def test_a_pointer_names_one_place_or_one_in_every_row(place: str, body: object, after: object) -> None:
    """A place that is not there is left alone."""
    carried = Carried(body=json.dumps(body).encode())
    changed = AlteredPlace(place=place, alteration=Alteration.OTHER).alter(carried)
    assert json.loads(carried.body) == after
    assert bool(changed) == (body != after)


def test_every_row_of_a_list_can_be_dropped() -> None:
    """Dropping one moves none of the others away from its alteration."""
    carried = Carried(body=b'{"lines": [1, 2, 3]}')
    AlteredPlace(place="/lines/[]", alteration=Alteration.DROPPED).alter(carried)
    assert json.loads(carried.body) == {"lines": []}


def test_query_header_path_and_status_are_places_too() -> None:
    """A header's name may be written in any case; what stays a text is written as one."""
    carried = Carried(
        query={"limit": ["50"]}, headers={"FacilityID": "7"}, path={"order_id": "9"}, status=201
    )
    for place in ("query limit", "header facilityid", "path order_id"):
        AlteredPlace(place=place, alteration=Alteration.OTHER).alter(carried)
    AlteredPlace(place="status", value=200).alter(carried)
    AlteredPlace(place="query none", alteration=Alteration.DROPPED).alter(carried)
    assert (carried.query, carried.headers, carried.path, carried.status) == (
        {"limit": ["51"]},
        {"FacilityID": "8"},
        {"order_id": "10"},
        200,
    )


def test_a_stale_value_is_the_first_that_was_there_about_the_same_subject() -> None:
    """Another order's value is not the earlier one of this."""
    place = AlteredPlace(place="/status", alteration=Alteration.STALE)

    def seen(subject: str, status: str) -> str:
        carried = Carried(body=json.dumps({"status": status}).encode())
        place.alter(carried, subject)
        return str(json.loads(carried.body)["status"])

    assert [seen("1", "Created"), seen("1", "Shipped"), seen("2", "Shipped")] == [
        "Created",
        "Created",
        "Shipped",
    ]


def test_a_fault_alters_what_a_caller_sends(toy: Toy) -> None:
    """The work is done on the altered body; once, where nothing else is said."""
    toy.arm("alter", place="/by", alteration="other", direction="request")
    assert [toy.raise_by(1), toy.raise_by(1)] == [(200, {"number": 2}), (200, {"number": 3})]


def test_an_altered_call_is_held_to_the_contract(toy: Toy) -> None:
    """What the simulator would refuse of anybody it refuses here; credentials are judged anew."""
    toy.arm("alter", place="/by", value="many", direction="request")
    assert toy.raise_by(1)[0] == 400
    toy.arm("alter", place="header X-Token", alteration="dropped", direction="request")
    assert toy.raise_by(1)[0] == 401
    assert toy.read() == (200, {"number": 0})


def test_a_fault_alters_a_status_and_a_header(toy: Toy) -> None:
    """The work is done; its answer says something else."""
    toy.arm("alter", place="status", value=202)
    assert toy.raise_by(1) == (202, {"number": 1})


def test_a_fault_hits_the_caller_that_it_matches(toy: Toy) -> None:
    """The journal says who called."""
    toy.arm("status", status=503, match={"caller": "eng*"}, count=None)
    answer = toy.client.get("/toy/number", headers={"X-Token": toy.token, "X-Name": "engine"})
    assert (answer.status_code, toy.read()[0]) == (503, 200)
    assert [entry["caller"] for entry in toy.journal("request")] == ["engine", "somebody"]


def standing(**facts: object) -> dict[str, object]:
    return {"operation": NUMBER, "direction": "request", "place": "/by", "alteration": "other", **facts}


def test_a_standing_alteration_outlives_the_faults(make_toy: Callable[..., Toy]) -> None:
    """It is there from the first call on, combines with faults, and survives their removal."""
    toy = make_toy(alterations=[standing()])
    toy.arm("alter", place="/number", value="altered too")
    assert toy.raise_by(1) == (200, {"number": "altered too"})
    toy.control("DELETE", "/faults")
    assert toy.raise_by(1) == (200, {"number": 4})
    assert toy.read() == (200, {"number": 4})


def test_a_standing_alteration_has_a_journal_entry_of_its_own(make_toy: Callable[..., Toy]) -> None:
    """It names the call, the place, and the value before and after."""
    toy = make_toy(alterations=[standing(alteration="dropped")])
    toy.raise_by(1)
    (entry,) = toy.journal("alteration")
    (call,) = toy.journal("request")
    assert entry["cause"] == call["id"]
    assert (entry["operation"], entry["direction"], entry["place"]) == (NUMBER, "request", "/by")
    assert entry["changed"] == [{"place": "/by", "before": 1}]


def test_standing_alterations_are_replaced_and_shown(toy: Toy) -> None:
    """An empty list ends them."""
    wanted = standing(direction="response", place="/number", alteration="set", value=99)
    status, shown = toy.control("PUT", "/alterations", {"alterations": [wanted]})
    assert status == 200
    assert shown == toy.control("GET", "/alterations")[1] == {"alterations": [{**wanted, "caller": "*"}]}
    assert toy.raise_by(1) == (200, {"number": 99})
    toy.control("PUT", "/alterations", {"alterations": []})
    assert toy.raise_by(1) == (200, {"number": 2})


def test_a_standing_alteration_is_about_one_caller(make_toy: Callable[..., Toy]) -> None:
    """Others send and read the truth."""
    toy = make_toy(alterations=[standing(caller="engine")])
    assert toy.raise_by(1) == (200, {"number": 1})


def test_an_altered_message_is_signed_after_it_was_altered(toy: Toy, listener: Listener) -> None:
    """Its receiver has no way to tell; a header is altered on its way."""
    alterations: list[Any] = [
        standing(operation="number", direction="delivery", place="/number"),
        standing(operation="number", direction="delivery", place="header X-Message", alteration="cut_short"),
    ]
    toy.control("PUT", "/alterations", {"alterations": alterations})
    toy.raise_by(1)
    toy.settle()
    ((body, headers),) = listener.received
    assert json.loads(body) == {"number": 2}
    assert headers["X-Signature"] == hashlib.sha256(body).hexdigest()
    assert len(headers["X-Message"]) < len("msg_00000000000000000000")


@pytest.mark.parametrize(
    "wrong", [{"place": "limit"}, {"alteration": "better"}, {"direction": "sideways"}, {"unknown": 1}]
)
def test_a_wrong_alteration_is_refused_and_changes_nothing(toy: Toy, wrong: dict[str, object]) -> None:
    """Neither as a standing one nor, where it is one, as a fault."""
    assert toy.control("PUT", "/alterations", {"alterations": [standing(**wrong)]})[0] == 422
    assert toy.control("GET", "/alterations")[1] == {"alterations": []}
    answer = toy.client.post("/_sim/tenants", json={"alterations": [standing(**wrong)]})
    assert answer.status_code == 422
    assert toy.control("POST", "/faults", {"kind": "alter", "place": "/by", **wrong})[0] == 422


@pytest.mark.parametrize(
    "place", ["/webhook/headers/[]/value", "header X-Seller", "/webhook/signing_key", "query token"]
)
def test_what_a_journal_says_of_an_alteration_has_no_secret(place: str) -> None:
    """Header values are credentials (S5), and so is what stands under a secret's name."""
    shown = Changed(place=place, before="HSECRET", after="other").shown()
    assert "HSECRET" not in json.dumps(shown)


def test_a_secret_inside_of_an_altered_object_is_not_shown() -> None:
    """An object is altered as a whole, too."""
    shown = Changed(place="/webhook", before={"signing_key": "HSECRET", "url": "u"}, after=MISSING).shown()
    assert "HSECRET" not in json.dumps(shown)


@pytest.mark.parametrize("alteration", [Alteration.DROPPED, Alteration.NULL, Alteration.EMPTY])
def test_a_part_of_a_path_cannot_be_taken_away(alteration: Alteration) -> None:
    """What is left would lead elsewhere, and is no altered call any more."""
    with pytest.raises(ValueError, match="no such path without it"):
        AlteredPlace(place="path order_id", alteration=alteration)


@pytest.mark.parametrize(
    ("place", "direction"),
    [("query limit", None), ("path order_id", "response"), ("status", "request"), ("header X", "delivery")],
)
def test_a_place_that_a_message_has_not_is_refused(place: str, direction: str | None) -> None:
    """A fault that can hit nothing would let a scenario pass for the wrong reason."""
    with pytest.raises(ValueError, match="does not stand in a"):
        AlterFault(place=place, value="1", direction=direction)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "alteration"),
    [
        (b'{"n":18446744073709551615}', Alteration.OTHER),
        (b'{"n":"99999999999999999999"}', Alteration.OTHER_TYPE),
    ],
)
def test_what_no_body_can_carry_is_not_altered(body: bytes, alteration: Alteration) -> None:
    """A number of more than 64 bits is no answer, and no error of the simulator."""
    carried = Carried(body=body)
    assert AlteredPlace(place="/n", alteration=alteration).alter(carried) == []
    assert carried.body == body
