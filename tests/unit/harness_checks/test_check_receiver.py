"""`check-receiver`: what it says of receivers with flaws, and how it is told what to do."""

import json
from pathlib import Path

import pytest

from harness.checks.receiver import deliveries
from harness.checks.receiver.deliveries import (
    Expected,
    Sender,
    data_problem,
    examples,
    graded_points,
    make_fake_data,
)
from harness.checks.receiver.receiver import grade
from harness.serving import open_socket, url_of
from tests.running_command import run
from tests.unit.harness_checks.receivers import HEADERS, KEY, LARGEST, receiver

SENDER = Sender(signing_key=KEY, headers=HEADERS)
SIGNATURES = {
    "an empty signature",
    "a signature in capital letters",
    "a signature with a prefix (sha256=)",
    "only the first half of the signature",
    "a signature that differs in its last digit",
}
UNSIGNED = {
    "no signature",
    "a signature made with another key",
    "equal JSON in other bytes than those that were signed",
    *SIGNATURES,
}
EMPTY = {"empty data: order", "empty data: inventory summary", "no data at all"}
FLAWS: dict[str, set[str]] = {
    "demands no signature": {"no signature"},
    "checks no signature": UNSIGNED,
    "takes capital letters": {"a signature in capital letters"},
    "takes a prefix": {"a signature with a prefix (sha256=)"},
    "compares the beginning": {
        "only the first half of the signature",
        "a signature that differs in its last digit",
    },
    "signs what it has parsed": {
        "equal JSON in other bytes, signed so: spaces and line breaks",
        "equal JSON in other bytes than those that were signed",
        "a body that is not JSON",
    },
    "looks whether headers are there": {
        "header X-First with a wrong value",
        "header X-Second with a wrong value",
    },
    "looks at one header": {"header X-Second missing", "header X-Second with a wrong value"},
    "takes any type": {"an unknown resource type"},
    "does not know items": {"valid: item"},
    "needs no data": EMPTY,
    "breaks down on what is no JSON": {"a body that is not JSON"},
    "takes any size": {"a huge body"},
    "takes nothing twice": {"the same delivery again", "valid after all this: order"},
    "refuses what is older": {
        "out of order: the newer first, then the older",
        "valid after all this: order",
    },
}


def wrong_points(url: str) -> set[str]:
    """The points at which a receiver did otherwise than it should."""
    return {one.point.name for one in grade(url, graded_points(SENDER, {})) if not one.right}


def test_a_receiver_that_does_everything_right_passes() -> None:
    """It is right at every point, of which there are some to take and some to refuse."""
    with receiver() as url:
        assert wrong_points(url) == set()


@pytest.mark.parametrize("flaw", FLAWS)
def test_each_flaw_is_caught(flaw: str) -> None:
    """A sloppy receiver is wrong at the points that its flaw concerns, and nowhere else."""
    with receiver(flaw) as url:
        assert wrong_points(url) == FLAWS[flaw]


def test_the_flaws_touch_every_point_at_which_a_receiver_can_be_wrong() -> None:
    """No point is there that nothing sloppy was ever caught at, but for the plain valid ones."""
    points = {one.name for one in graded_points(SENDER, {})}
    caught = set().union(*FLAWS.values())
    assert {one for one in points - caught if not one.startswith("valid")} == {
        "equal JSON in other bytes, signed so: fields in another order",
        "header X-First missing",
    }


def test_a_redirect_is_no_answer() -> None:
    """A receiver that sends deliveries elsewhere takes none and refuses none."""
    with receiver("always redirects") as url:
        assert wrong_points(url) == {one.name for one in graded_points(SENDER, {})}


def test_made_up_data_is_such_as_flourish_sends() -> None:
    """It obeys the schemas, and is about something that no receiver knows."""
    assert {"order", "inventory_summary", "item"} <= set(examples())
    for name in examples():
        assert data_problem(name, make_fake_data(name)) is None
    assert make_fake_data("order")["original_order_id"] == "check-receiver"


def command(url: str, *more: str) -> int:
    """The exit code of the command, with the secrets of the receivers above."""
    headers = ("--header", "X-First=FIRST", "--header", "X-Second=SECOND")
    return run("check-receiver", "--url", url, "--signing-key-env", "SIGNING_KEY", *headers, *more)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the command finds its secrets; huge is less here, for the sake of time."""
    monkeypatch.setattr(deliveries, "HUGE_BYTES", 2 * LARGEST)
    monkeypatch.setenv("SIGNING_KEY", KEY)
    monkeypatch.setenv("FIRST", "one")
    monkeypatch.setenv("SECOND", "two")


def test_the_command_says_what_was_right(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each point and the sum; exit code 0; no secret."""
    with receiver() as url:
        assert command(url) == 0
    said = capsys.readouterr().out
    count = len(list(graded_points(SENDER, {})))
    assert said.count("right  should ") == count
    assert f"{count} points: {count} right, 0 wrong." in said
    assert KEY not in said


def test_the_command_says_what_was_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    """The line says what should have happened and what did; exit code 1."""
    with receiver("takes a prefix") as url:
        assert command(url) == 1
    assert "wrong  should refuse  took it (200)    a signature with a prefix" in capsys.readouterr().out


def test_a_wrong_key_is_pointed_at(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """When nothing valid is taken, the likely reason is named."""
    monkeypatch.setenv("SIGNING_KEY", "another key")
    with receiver() as url:
        assert command(url) == 1
    assert "are the URL, the signing key and the headers its own?" in capsys.readouterr().out


def test_given_data_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data from a file takes the place of what is made up; data that Flourish would not send is refused."""
    order = {**make_fake_data("order"), "original_order_id": "ord_77"}
    (tmp_path / "order.json").write_text(json.dumps(order))
    (tmp_path / "wrong.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    with receiver() as url:
        assert command(url, "--data", "order=order.json") == 0
        assert command(url, "--data", "order=wrong.json") == 2
    (point, *_) = (
        one for one in graded_points(SENDER, {"order": order}) if one.name == "valid after all this: order"
    )
    assert b"ord_77" in point.messages[0].body


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (["--header", "X-Third=NOT_SET"], "the variable NOT_SET, which is not set"),
        (["--header", "X-Third"], "--header takes NAME=VARIABLE"),
        (["--header", "X Third=SIGNING_KEY"], "'x third' is no name that a header can have"),
        (["--header", "Content-Length=SIGNING_KEY"], "'content-length', which every delivery has already"),
        (["--header", "auth-signature=SIGNING_KEY"], "'auth-signature', which every delivery has already"),
        (["--header", "x-first=SIGNING_KEY"], "names 'x-first' more than once"),
        (["--data", "order"], "--data takes TYPE=FILE"),
        (["--data", "spaceship=x.json"], "'spaceship' is none of"),
        (["--data", "order=nowhere.json"], "No such file"),
        (["--signing-key-env", "NOT_SET"], "the variable NOT_SET, which is not set"),
        (["--url", "engine:8703"], "is not an http or https URL"),
        (["--url", "http://user:secret@127.0.0.1:9/"], "takes a URL without credentials"),
    ],
)
def test_wrong_usage_is_one_line(more: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It ends with exit code 2 before anything is sent."""
    assert command("http://127.0.0.1:9/hook", *more) == 2
    said = capsys.readouterr().err
    assert complaint in said
    assert said.count("\n") == 1


def test_a_value_that_no_header_can_carry_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The variable is named, its value is not shown."""
    monkeypatch.setenv("FIRST", "one\r\nX-Other: two")
    assert command("http://127.0.0.1:9/hook") == 2
    said = capsys.readouterr().err
    assert "FIRST" in said
    assert "X-Other" not in said


def test_nobody_there_is_not_a_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing answers, nothing was checked: exit code 3."""
    closed = open_socket()
    url = url_of(closed)
    closed.close()
    assert command(f"{url}/hook") == 3
    assert "nothing answers at" in capsys.readouterr().err


def test_points_of_both_kinds() -> None:
    """There is something to take and something to refuse."""
    assert {one.expected for one in graded_points(SENDER, {})} == set(Expected)
