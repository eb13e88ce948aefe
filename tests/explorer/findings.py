"""What must hold after every settle, and in the end; and which expectations of a scenario say so.

Independent of the features: it rests on `harness.ledger`, which knows the rules and nothing of the engine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.ledger import FOR_GOOD, Account, Finding, may_show
from harness.steps.accounts import stock_that_does_not_add_up
from harness.steps.books import Books
from harness.steps.heeded import Unheeded, still_sending, unheeded
from harness.steps.story import Story
from tests.step_sentences import play

_GENERAL = {
    Finding.DOUBLED: "Flourish has every confirmed order once and no other",
    Finding.LOST: "Flourish has every confirmed order once and no other",
    Finding.UNASKED: "Flourish has every confirmed order once and no other",
    Finding.WENT_BACK: "no order has gone back in Ordo",
    Finding.OTHER_STATUS: "Ordo shows every order as Flourish has it",
    Finding.OTHER_LINES: "Ordo shows every order as Flourish has it",
}
_RULES = {
    Finding.DOUBLED: ("O17",),
    Finding.LOST: ("O17",),
    Finding.UNASKED: ("O1",),
    Finding.WENT_BACK: ("O14",),
    Finding.OTHER_STATUS: ("O5", "O6"),
    Finding.OTHER_LINES: ("O5",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Something that must not be. `expectations` say it in a scenario, the plainest first."""

    what: str
    rules: tuple[str, ...]
    expectations: tuple[str, ...]


def breaches(story: Story, *, in_the_end: bool) -> list[Breach]:
    """What is wrong now that nothing is in flight; `in_the_end` no news can be on its way any more."""
    books = Books.of(story)
    found = list(_of_orders(story, books, in_the_end=in_the_end))
    if wrong := stock_that_does_not_add_up(books):
        found.append(Breach(what="; ".join(wrong), rules=("I8",), expectations=("Flourish's stock adds up",)))
    return [*found, *(_of_message(story, books, one) for one in unheeded(books))]


def _of_message(story: Story, books: Books, missing: Unheeded) -> Breach:
    plain: Sequence[str] = ()
    if missing.rules == ("I5",) and story.items and missing.about == story.item.sku:
        plain = ["Ordo shows the sellable quantity that Flourish shows"]
    for account in books.accounts():
        if missing.about == account.in_ordo.order_id and _is_latest(story, account):
            plain = [say for finding in account.findings for say in _plainly(books, account, finding)]
    general = "every message that the engine took has had its effect"
    return Breach(what=missing.what, rules=missing.rules, expectations=(*plain, general))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A breach, in the plainest words of a scenario that do not hold, and what they say."""

    then: str
    seen: str
    rules: tuple[str, ...]


def first_unmet(story: Story, *, in_the_end: bool) -> Unmet | None:
    """The first thing that is wrong; None when nothing is."""
    found = breaches(story, in_the_end=in_the_end)
    if not found:
        return None
    breach = found[0]
    for expectation in breach.expectations:
        try:
            play(story, "then", expectation)
        except AssertionError as problem:
            return Unmet(then=expectation, seen=f"{breach.what}\n{problem}", rules=breach.rules)
    return Unmet(then=breach.expectations[-1], seen=breach.what, rules=breach.rules)


def _of_orders(story: Story, books: Books, *, in_the_end: bool) -> Iterator[Breach]:
    for account in books.accounts():
        wanted = frozenset(Finding) if in_the_end else _wrong_already(books, account)
        for finding in sorted(account.findings & wanted):
            plain = tuple(_plainly(books, account, finding)) if _is_latest(story, account) else ()
            yield Breach(
                what=f"{account.in_ordo.order_id}: {finding}",
                rules=_RULES[finding],
                expectations=(*plain, _GENERAL[finding]),
            )


def _wrong_already(books: Books, account: Account) -> frozenset[Finding]:
    """What is wrong although news may be on its way: an order can be missing only while it is being sent."""
    return FOR_GOOD if still_sending(books, account.in_ordo) else FOR_GOOD | {Finding.LOST}


def _is_latest(story: Story, account: Account) -> bool:
    """Scenarios say `the order` for the latest one."""
    return bool(story.orders) and story.order.order_id == account.in_ordo.order_id


def _plainly(books: Books, account: Account, finding: Finding) -> Sequence[str]:
    """What scenarios written by hand would say of the order."""
    match finding:
        case Finding.DOUBLED | Finding.LOST:
            return ["Flourish has exactly one order for it"]
        case Finding.UNASKED:
            return ["Flourish has no order for it"]
        case Finding.OTHER_STATUS:
            return [f"the order is {status} in Ordo" for status in _right_statuses(books, account)]
        case Finding.OTHER_LINES:
            return ["Ordo shows the lines and totals that Flourish shows"]
        case Finding.WENT_BACK:
            return []


def _right_statuses(books: Books, account: Account) -> Sequence[str]:
    [there] = account.in_flourish
    states = [one.state for one in books.reached[there.id]]
    right = may_show(account.in_ordo.terms, states)
    return sorted(right) if len(right) == 1 else []
