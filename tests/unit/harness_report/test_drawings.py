"""The drawings of what happened."""

from xml.etree import ElementTree as ET

from harness.report.scenario_record import TimelineKind
from harness.report.sequence_mermaid import mermaid
from harness.report.sequence_svg import draw
from tests.unit.harness_report.samples import NASTY, call, step

SVG = "{http://www.w3.org/2000/svg}"


def texts(drawing: str) -> list[str]:
    """All texts of a drawing, from top to bottom."""
    root = ET.fromstring(drawing)  # noqa: S314 - our own drawing
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_every_happening_stands_under_the_step_during_which_it_began() -> None:
    """What came before the first step stands under the first."""
    steps = [step("one", at=10), step("two", at=20)]
    happened = [call("early", at=9), call("first", at=11), call("second", at=21)]
    said = texts(draw(happened, steps, alone=True))[5:]
    assert said == ["Given one", "early → 200", "first → 200", "Given two", "second → 200"]


def test_an_arrow_leads_from_the_caller_to_the_called() -> None:
    """Its head is at the called one's lifeline."""
    drawing = ET.fromstring(draw([call()], [], alone=True))  # noqa: S314 - our own drawing
    arrow = next(path for path in drawing.iter(f"{SVG}path") if path.attrib["d"].startswith("M600"))
    assert arrow.attrib["d"].endswith("H310")


def test_faults_trouble_and_numbers_are_marked() -> None:
    """A fault by its name, a refusal by its colour, repetition by its number."""
    drawing = draw([call(fault="status", outcome="503", bad=True, times=4)], [], alone=True)
    assert "⚡status POST /orders → 503 \N{MULTIPLICATION SIGN}4" in texts(drawing)
    assert '<g class="x">' in drawing


def test_drawings_hold_any_text() -> None:
    """Nothing breaks out: the drawing is well-formed XML, the diagram keeps one row on a line."""
    assert texts(draw([call(NASTY)], [step(NASTY)], alone=True))
    note = call(f"{NASTY}\n    Engine->>Ordo: forged; # comment", kind=TimelineKind.NOTE, sender="Ordo")
    rows = mermaid([note], [step(NASTY)]).splitlines()
    assert len(rows) == 1 + 5 + 2
    assert not any(sign in row for row in rows[6:] for sign in ";#<`")


def test_a_very_long_story_is_cut() -> None:
    """And says so."""
    many = [call(f"GET /{number}", at=float(number)) for number in range(1000)]
    assert "and 780 more, which the journals of a failure show in full" in texts(draw(many, [], alone=True))
    assert "880 earlier ones are left out" in mermaid(many, [])


def test_a_row_says_how_a_thing_went() -> None:
    """In Mermaid: news dotted, what failed with a cross, time and notes across."""
    rows = mermaid(
        [
            call(),
            call(kind=TimelineKind.MESSAGE, sender="Ordo", receiver="Engine", label="event order.confirmed"),
            call(bad=True, outcome="500"),
            call(kind=TimelineKind.TIME, sender="", receiver="", label="1 h passes", outcome=""),
        ],
        [],
    ).splitlines()[6:]
    assert rows == [
        "    Engine->>Ordo: POST /orders → 200",
        "    Ordo-->>Engine: event order.confirmed → 200",
        "    Engine--xOrdo: POST /orders → 500",
        "    Note over Seller,Warehouse: 1 h passes",
    ]
