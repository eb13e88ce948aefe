"""Whether a listing of Flourish's orders says something new about one, so that reading it is worth a call."""

from integration_engine.core.order import FlourishOrder, OrderState


def is_news(state: OrderState, listed: FlourishOrder | None) -> bool:
    """Whether it is listed otherwise than it was last read. What cannot be understood is read again."""
    return listed is None or listed != state.seen
