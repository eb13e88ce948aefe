"""Where every order stands."""

from datetime import datetime

from sqlalchemy import BindParameter, bindparam, case, func, or_, select, update

from integration_engine.core.order import OrderId, OrderState, Stage
from integration_engine.store.codec import from_text, to_text
from integration_engine.store.tables import TableAccess, insert_if_absent, orders

_OWNER: BindParameter[str] = bindparam("owner")
_BY_FLOURISH_ID = orders.c.flourish_order_id == bindparam("flourish_id")
_THE_ORDER = (orders.c.organization_id == _OWNER, orders.c.order_id == bindparam("the_order"))
_SAVE = update(orders).where(*_THE_ORDER)  # the columns are those of `_columns`
_LOAD = select(orders.c.state).where(*_THE_ORDER)
# Ours by Flourish's id goes first: an original_order_id can be edited in Flourish.
_KNOWN_AS = (
    select(orders.c.order_id)
    .where(orders.c.organization_id == _OWNER)
    .where(or_(orders.c.order_id == bindparam("the_order"), _BY_FLOURISH_ID))
    .order_by(case((_BY_FLOURISH_ID, 0), else_=1))
    .limit(1)
)


class Orders(TableAccess):
    def begin(self, organization_id: str, order_id: str, now: datetime) -> None:
        """Makes the order known, so that news about it are not taken for somebody else's."""
        fresh = OrderState(order_id=OrderId(order_id))
        row = {"organization_id": organization_id, "order_id": order_id, **_columns(fresh, now)}
        insert_if_absent(self._connection, orders, row)

    def load(self, organization_id: str, order_id: str) -> OrderState:
        """Where the order stands; a fresh state when it is not known."""
        order = {"owner": organization_id, "the_order": order_id}
        text = self._connection.execute(_LOAD, order).scalar_one_or_none()
        return OrderState(order_id=OrderId(order_id)) if text is None else from_text(text, OrderState)

    def save(self, organization_id: str, state: OrderState, now: datetime) -> None:
        """Stores where the order stands; `begin` has made it known."""
        order = {"owner": organization_id, "the_order": state.order_id}
        self._connection.execute(_SAVE, {**order, **_columns(state, now)})

    def count_by_stage(self) -> list[tuple[str, str, int]]:
        query = select(orders.c.organization_id, orders.c.stage, func.count()).group_by(
            orders.c.organization_id, orders.c.stage
        )
        return [
            (organization_id, stage, number)
            for organization_id, stage, number in self._connection.execute(query)
        ]

    def placed(self, organization_id: str, *, untouched_since: datetime | None = None) -> dict[str, str]:
        """The orders that Flourish has and that are not final: Flourish's id of each, and Ordo's.

        With `untouched_since`, those of them about which nothing new was learnt since then.
        """
        query = select(orders.c.flourish_order_id, orders.c.order_id).where(
            orders.c.organization_id == organization_id, orders.c.stage == Stage.PLACED.value
        )
        if untouched_since is not None:
            query = query.where(orders.c.updated_at < untouched_since)
        return {flourish_id: name for flourish_id, name in self._connection.execute(query) if flourish_id}

    def oldest_placed(self) -> dict[str, datetime]:
        """Every organization with such orders, and since when nothing new was learnt about one of them."""
        query = (
            select(orders.c.organization_id, func.min(orders.c.updated_at).label("since"))
            .where(orders.c.stage == Stage.PLACED.value)
            .group_by(orders.c.organization_id)
        )
        rows = self._connection.execute(query)
        return {row.organization_id: row.since for row in rows}

    def named(self, order_id: str) -> list[tuple[str, str]]:
        """Organization and Ordo's id of every order that has this id, in Ordo or in Flourish."""
        either = or_(orders.c.order_id == order_id, orders.c.flourish_order_id == order_id)
        query = select(orders.c.organization_id, orders.c.order_id).where(either)
        return [(organization_id, name) for organization_id, name in self._connection.execute(query)]

    def known_as(self, organization_id: str, original_order_id: str, flourish_order_id: str) -> str | None:
        """The Ordo order that a Flourish order is, by either of its ids; None when it is not ours."""
        wanted = {
            "owner": organization_id,
            "the_order": original_order_id,
            "flourish_id": flourish_order_id,
        }
        return self._connection.execute(_KNOWN_AS, wanted).scalar_one_or_none()


def _columns(state: OrderState, now: datetime) -> dict[str, object]:
    return {
        "stage": state.stage.value,
        "ordo_status": state.ordo_status.value,
        "flourish_order_id": state.flourish_order_id,
        "state": to_text(state),
        "updated_at": now,
    }
