"""Write the reference pages from the data they describe; with --check, only say whether they are up to date.

    python docs/generate.py [--check] [--measured report/contract.json] [--sensitivity report]

No page that this makes is edited by hand: the command line comes from click, the control routes from
`schemas/control`, the faults from `sim_kernel/faults/catalogue.py`, rules and tags from `harness/rules.py` and
`harness/rules.py`, the schemas from `schemas/`, the drawings of the state machines from their tables, and what the
engine relies on from a run of the gate and from the engine's parsers, what the gate sees from a sensitivity run.
"""

import argparse
import dataclasses
import inspect
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import click

from harness.checks.drift.engine_reads import ENVELOPE, fields_of_webhooks, fields_read
from harness.cli import commands
from harness.fields import FIELDS
from harness.rules import RULES, Area, tag_texts
from harness.sensitivity.report import MEASURED as MEASURED_SENSITIVITY
from integration_engine.core.order_stages import STAGE_AFTER, STAGE_SOURCES
from schema_pages import SCHEMAS, contract, schemas, sourced
from sensitivity_page import record, sensitivity
from sim_flourish.model.order_status import ORDER_TRANSITIONS
from sim_flourish.model.payment_status import PAYMENT_VERDICTS
from sim_flourish.model.retail_status import RETAIL_TRANSITIONS
from sim_flourish.model.trips import TRIP_TRANSITIONS
from sim_kernel.faults import catalogue
from sim_kernel.faults.alterations import Alteration
from sim_ordo.model.order_status import ORDER_TRANSITIONS as ORDO_TRANSITIONS
from sim_ordo.model.syncs import SYNC_TRANSITIONS
from sim_ordo.orders.edit_lock import LOCK_VERDICTS

HERE = Path(__file__).parent
MEASURED = HERE / "reference" / "engine-contract.json"
S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)
NOTICE = "<!-- Made by docs/generate.py; edit the source that it names, then run it again. -->\n"


def command_line() -> Iterator[str]:
    """Every subcommand with its options, from click."""
    yield "# The command line\n"
    yield "Exit codes of every subcommand: 0 all well, 1 behaviour failed or a check found something, 2 wrong usage (one line"
    yield "says what), 3 could not check. `up` and `engine` end with 0 on Ctrl-C and SIGTERM.\n"
    for name, command in named_commands(commands):
        context = click.Context(command, info_name=f"ordo-flourish {name}")
        arguments = "".join(
            f" {one.make_metavar(context)}" for one in command.params if isinstance(one, click.Argument)
        )
        yield f"## `ordo-flourish {name}{arguments}`\n"
        yield inspect.cleandoc(command.help or "") + "\n"
        yield "| option | what it does | default |\n|---|---|---|"
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                names = " ".join([*parameter.opts, *parameter.secondary_opts])
                default = parameter.get_default(context)
                shown = (
                    ""
                    if default is None or not isinstance(default, int | float | str | Path)
                    else f"`{default}`"
                )
                yield f"| `{names}` | {parameter.help} | {shown} |"
        yield ""


def named_commands(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command of a group with its whole name, those of groups inside it too."""
    for name, command in group.commands.items():
        yield f"{prefix}{name}", command
        if isinstance(command, click.Group):
            yield from named_commands(command, f"{prefix}{name} ")


def control_api() -> Iterator[str]:
    """Every route of `/_sim`, from its contract."""
    contract = json.loads((SCHEMAS / "control" / "openapi.json").read_text())
    yield "# The control API\n"
    yield f"{contract['info']['description']} Both simulators have it, under `{contract['servers'][0]['url']}`."
    yield "Shapes: [`schemas/control/openapi.json`](../../schemas/control/openapi.json). Errors:"
    yield '`{"error": {"code", "message"}}`.\n'
    yield "| route | what it does |\n|---|---|"
    for path, operations in contract["paths"].items():
        for method, operation in operations.items():
            if "summary" in operation:
                yield f"| `{method.upper()} /_sim{path.rstrip('/')}` | {operation['summary']} |"
    yield ""


def faults() -> Iterator[str]:
    """Every fault, from the catalogue."""
    yield "# Faults\n"
    yield "A fault is armed with `POST /_sim/tenants/{tenant}/faults`; see [how](../how-to/inject-faults.md). Beside"
    yield "its own parameters each takes:\n"
    yield "- `match`: globs on `method`, `path`, `caller` (whose credentials: the username of an API key, `back office`,"
    yield "  `engine`, or an address), `topic` (of deliveries) and `order` (an id that the call or the delivery speaks of,"
    yield "  in its path or in a field `id` or `..._id` of its body);"
    yield "- `nth`: the first matching call that it hits, counted from 1; `count`: how many; null until removed; default 1;"
    yield "- `until`: a time of the tenant's clock, from which on it hits no more;"
    yield "- `probability`: the chance that a call is hit; with the same `seed` (null: the tenant's) the same calls are.\n"
    yield "`alter` takes as `place` a JSON pointer into the body, in which `[]` names every element of a list, or"
    yield "`query NAME`, `header NAME`, `path NAME` or `status`; as `direction` `request`, `response` or `delivery`; as"
    yield f"`alteration` one of {', '.join(f'`{one.value}`' for one in Alteration)}. `value` goes with `set`,"
    yield "`other_tenant` and `other` (a list to choose from). `pointer` is the older name of a place in a body.\n"
    for title, table in (
        ("Of a request", catalogue.REQUEST_FAULTS),
        ("Of a delivery (webhook or event)", catalogue.DELIVERY_FAULTS),
    ):
        yield f"## {title}\n"
        yield "| kind | what happens | parameters |\n|---|---|---|"
        for kind, fault in table.items():
            module = inspect.getmodule(fault)
            about = _first_paragraph(module).partition(": ")[2] or _first_paragraph(module)
            yield f"| `{kind}` | {about} | {_parameters(fault)} |"
        yield ""


def rules() -> Iterator[str]:
    """The business rules, and the tags that a scenario may carry."""
    yield "# Rules and tags\n"
    yield "Where a rule comes from: A, the article on setup and workflow (the authority); B, the vendor's overview"
    yield "article; C, the Flourish External API docs; D, silent in all three and decided here (scenarios of these"
    yield "carry `@assumed`). A scenario cites its rules as tags.\n"
    for area in Area:
        yield f"## {area.value.capitalize()}\n"
        yield "| rule | what it says | source |\n|---|---|---|"
        for rule in RULES.values():
            if rule.area is area:
                yield f"| {rule.rule_id} | {rule.wording} | {', '.join(rule.sources)} |"
        yield ""
    yield from _fields()
    yield "## Other tags\n"
    yield "| tag | what it says |\n|---|---|"
    for tag, text in tag_texts().items():
        if tag not in RULES:
            yield f"| `@{tag}` | {text} |"
    yield ""


def _fields() -> Iterator[str]:
    """The table of fields."""
    yield "## Fields\n"
    yield "What is carried from where to where, by which rule. A required field must arrive as it was; an optional one"
    yield "may be left out by an engine, but not carried wrong. Places are those of [the contract](contract.md).\n"
    for title, rows in FIELDS.items():
        yield f"### {title}\n"
        yield "| from | to | rule | source | for an engine |\n|---|---|---|---|---|"
        for row in rows:
            origin, target = (place.rpartition(" ")[2] for place in (row.origin, row.target))
            weight = ("required" if row.required else "optional") if target else "not carried"
            yield f"| `{origin}` | {f'`{target}`' if target else ''} | {row.rule} | {', '.join(row.sources)} | {weight} |"
        yield ""


def state_machines() -> Iterator[str]:
    """The tables that say what follows what, drawn, with the source of each row."""
    yield "# State machines\n"
    yield "Drawn from the tables in the code. A pair that a table does not have is refused or changes nothing. Each row"
    yield "says where it comes from, as the schemas do: `documented`, `observed` or `assumed`"
    yield "([what may be cited](../../schemas/PROVENANCE.md)).\n"
    for title, place, rows in (
        ("An outbound order in Flourish", "sim_flourish/model/order_status.py", ORDER_TRANSITIONS),
        ("A retail order in Flourish", "sim_flourish/model/retail_status.py", RETAIL_TRANSITIONS),
        (
            "A shipment or delivery in Flourish",
            "sim_flourish/model/trips.py",
            TRIP_TRANSITIONS,
        ),
        ("An order in Ordo", "sim_ordo/model/order_status.py", ORDO_TRANSITIONS),
        ("A sync in Ordo", "sim_ordo/model/syncs.py", SYNC_TRANSITIONS),
    ):
        yield f"## {title} (`{place}`)\n"
        yield from _drawing({pair: row.becomes for pair, row in rows.items()})
        yield "\n| status | event | becomes | source | reference |\n|---|---|---|---|---|"
        for (status, event), row in rows.items():
            cells = (status.value, event.value, row.becomes.value, sourced(row.provenance))
            yield f"| {' | '.join(cells)} |"
        yield ""
    for title, place, derived in (
        (
            "How far an order is paid in Flourish",
            "sim_flourish/model/payment_status.py",
            PAYMENT_VERDICTS,
        ),
        ("The edit lock of an order in Ordo", "sim_ordo/orders/edit_lock.py", LOCK_VERDICTS),
    ):
        yield f"## {title} (`{place}`)\n"
        yield "Nobody keeps it: it follows from other facts, whatever it was before.\n"
        yield "| it is | when | source | reference |\n|---|---|---|---|"
        for one in derived.verdicts:
            yield f"| {' | '.join((one.status, one.when, sourced(one.provenance)))} |"
        yield ""
    yield "## An order in the engine (`integration_engine/core/order_stages.py`)\n"
    yield "The stages are the engine's own; what leads from one to the next rests on this.\n"
    yield from _drawing(STAGE_AFTER)
    yield "\n| event | source | reference |\n|---|---|---|"
    for kind, provenance in STAGE_SOURCES.items():
        yield f"| {kind.value.replace('_', ' ')} | {sourced(provenance)} |"


def _drawing(table: Mapping[tuple[S, E], S]) -> Iterator[str]:
    """A Mermaid diagram: one arrow for each pair of statuses, with every event that leads along it."""
    names: dict[S, str] = {}
    arrows: dict[tuple[S, S], list[str]] = {}
    for (status, event), following in table.items():
        arrows.setdefault((status, following), []).append(event.value.replace("_", " "))
        for one in (status, following):
            names.setdefault(one, one.name)
    yield "```mermaid\nstateDiagram-v2"
    for status, name in names.items():
        yield f'    state "{status.value}" as {name}'
    for (status, following), events in arrows.items():
        yield f"    {names[status]} --> {names[following]}: {', '.join(events)}"
    yield "```"


def engine_contract() -> Iterator[str]:
    """What the built-in engine sends, as a whole run of the gate counted it, and what it reads."""
    yield "# What the built-in engine relies on\n"
    yield "A change of these parts of either contract would touch the engine. What it sends is what the simulators counted"
    yield "in a whole run of the gate (its `contract.json`; `tox -e gate` compares). What it reads is found by watching its"
    yield "parsers: without the fields in **bold** an answer is not understood, the others may be missing.\n"
    uses = json.loads(MEASURED.read_text())
    for side in ("Flourish", "Ordo"):
        yield f"## Of {side}\n"
        if side == "Flourish":
            yield f"Of every answer: {', '.join(f'`{name}`' for name in ENVELOPE)}. Of webhooks, beside `resource_type`:"
            demanded = (f"`{kind}` ({', '.join(names)})" for kind, names in fields_of_webhooks().items())
            yield f"{', '.join(demanded)}.\n"
        yield f"| operation | headers | query | sends |{' reads |' if side == 'Flourish' else ''}"
        yield f"|---|---|---|---|{'---|' if side == 'Flourish' else ''}"
        for use in uses:
            if use["side"] == side:
                cells = [", ".join(use["headers"]), ", ".join(use["query"]), ", ".join(use["body"])]
                if side == "Flourish":
                    read = fields_read(use["operation"]).items()
                    cells.append(", ".join(f"**{name}**" if needed else name for name, needed in read))
                yield f"| `{use['operation']}` | {' | '.join(cells)} |"
        yield ""


def measured_uses(report: Path) -> str | None:
    """What a report of the gate counted, as it is kept here; None when only a part of the scenarios was played."""
    counted = json.loads(report.read_text())
    if not counted["whole"]:
        return None
    uses = [{name: value for name, value in one.items() if name != "calls"} for one in counted["operations"]]
    return json.dumps(uses, indent=1) + "\n"


def _first_paragraph(module: ModuleType | None) -> str:
    text = inspect.cleandoc(module.__doc__ or "") if module else ""
    return " ".join(text.partition("\n\n")[0].split())


def _parameters(fault: type) -> str:
    if not dataclasses.is_dataclass(fault):
        return ""
    shown = []
    for field in dataclasses.fields(fault):
        default = "" if field.default is dataclasses.MISSING else f" = {json.dumps(field.default)}"
        shown.append(f"`{field.name}{default}`")
    return ", ".join(shown)


PAGES: Mapping[str, Callable[[], Iterator[str]]] = {
    "reference/command-line.md": command_line,
    "reference/control-api.md": control_api,
    "reference/engine-contract.md": engine_contract,
    "reference/contract.md": contract,
    "reference/faults.md": faults,
    "reference/rules.md": rules,
    "reference/schemas.md": schemas,
    **({"reference/sensitivity.md": sensitivity} if MEASURED_SENSITIVITY.exists() else {}),
    "reference/state-machines.md": state_machines,
}


def text_of(page: str) -> str:
    """A page as it must be."""
    return NOTICE + "\n" + "\n".join(PAGES[page]()).rstrip() + "\n"


def main() -> int:
    """Write the pages that changed; with --check, 1 when one has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when a page is out of date"
    )
    parser.add_argument(
        "--measured",
        type=Path,
        help="the contract.json of a whole run of the gate, to take what the engine sends",
    )
    parser.add_argument(
        "--sensitivity", type=Path, help="the report of a whole sensitivity run, to take what the gate sees"
    )
    given = parser.parse_args()
    check: bool = given.check
    if given.measured and (measured := measured_uses(given.measured)) not in {None, MEASURED.read_text()}:
        sys.stdout.write("the engine asks otherwise than docs/reference/engine-contract.json says\n")
        if check:
            return 1
        MEASURED.write_text(measured or "")
    if given.sensitivity:
        record(given.sensitivity)
    stale = [
        page for page in PAGES if not (HERE / page).exists() or (HERE / page).read_text() != text_of(page)
    ]
    for page in stale:
        sys.stdout.write(f"{'out of date' if check else 'written'}: docs/{page}\n")
        if not check:
            (HERE / page).write_text(text_of(page))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
