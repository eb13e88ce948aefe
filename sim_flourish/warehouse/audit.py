"""Who made a record and who touched it last (contract section 2)."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The four fields that almost every record carries; both times in whole seconds, UTC."""

    created_by: str
    created_at: datetime
    last_updated_by: str
    last_updated_at: datetime

    def touched(self, by: str, at: datetime) -> "Audit":
        """The same record's audit after `by` changed it at `at`."""
        return Audit(
            created_by=self.created_by, created_at=self.created_at, last_updated_by=by, last_updated_at=at
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who does something now, and when; stamps new and changed records."""

    by: str
    at: datetime

    def new(self) -> Audit:
        """The audit of a record made by this signature."""
        return _new_audit(self.by, self.at)

    def on(self, audit: Audit) -> Audit:
        """The audit of a record changed by this signature."""
        return audit.touched(self.by, self.at)


@lru_cache(maxsize=256)
def _new_audit(by: str, at: datetime) -> Audit:
    """One value for everything that is made at once: a catalogue has a hundred thousand of them."""
    return Audit(created_by=by, created_at=at, last_updated_by=by, last_updated_at=at)
