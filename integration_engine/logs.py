"""The engine's log: one event a line with the ids of what it is about, and never a secret.

A module says `_log = logger(__name__)` and logs events with fields. What is being worked on (organization,
order, the message that caused it) is bound around the work by `about` and stands in every line below it, also
in those of libraries. `show_logs` decides how lines look; a program calls it once, a library never.
"""

import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Any, TextIO, cast

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from foundation.redaction import redact, redact_text


class LogForm(StrEnum):
    AUTO = "auto"
    """Lines on a terminal, JSON everywhere else."""
    JSON = "json"
    LINES = "lines"


def logger(name: str) -> BoundLogger:
    """A logger that hands its events to the standard library's logger of the same name."""
    wrapped = structlog.wrap_logger(
        logging.getLogger(name),
        wrapper_class=BoundLogger,
        processors=[
            structlog.stdlib.filter_by_level,
            merge_contextvars,
            structlog.stdlib.render_to_log_kwargs,
        ],
    )
    return cast("BoundLogger", wrapped)


def about(**ids: str | None) -> AbstractContextManager[None]:
    """Every line logged inside the block carries these ids; a None is left out."""
    return bound_contextvars(**{name: value for name, value in ids.items() if value is not None})


def show_logs(stream: TextIO, form: LogForm = LogForm.AUTO, level: int = logging.INFO) -> None:
    """Has everything that is logged in this process written to `stream`, whoever logs it."""
    as_lines = form is LogForm.LINES or (form is LogForm.AUTO and stream.isatty())
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(as_lines=as_lines, colors=as_lines and stream.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def formatter(*, as_lines: bool, colors: bool = False) -> logging.Formatter:
    """Turns log records into text; secrets are masked before."""
    last: Processor = (
        structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)
        if as_lines
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            merge_contextvars,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,  # a text, without the values of variables
            without_secrets,
            last,
        ],
    )


def without_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Masks fields that are secret by name, and credentials that stand inside texts."""
    return {name: _masked(value) for name, value in redact(dict(event)).items()}


def _masked(value: Any) -> Any:  # noqa: ANN401 - any logged value in, the same shape out
    match value:
        case str():
            return redact_text(value)
        case Mapping():
            return {name: _masked(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_masked(inner) for inner in value]
        case Exception():
            return redact_text(str(value))
        case _:
            return value
