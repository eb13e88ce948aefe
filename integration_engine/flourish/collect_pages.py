"""Collects a long list page by page, a few pages at a time, and survives pages that fail.

The total that Flourish states is the truth about the length, not the length of a page: whatever part of the
list a page did not bring is asked for again, so a short page leaves no hole. What was collected is kept when
a page fails, so that going on later asks only for what is missing.
"""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

from integration_engine.errors import FlourishUnavailableError
from integration_engine.flourish.client import LARGEST_PAGE, Page

Row = TypeVar("Row")
Gap = tuple[int, int]
"""A part of the list that is missing: its offset and length."""

FetchPage = Callable[[int, int], Page]
"""Fetches the page at an offset, of at most so many rows."""


class CollectedList(Generic[Row]):
    """A list being collected. Used by one thread; the pool's threads only fetch."""

    def __init__(self) -> None:
        self._pages: dict[int, tuple[Row, ...]] = {}
        self._gaps: list[Gap] = [(0, LARGEST_PAGE)]
        self._planned = LARGEST_PAGE  # up to here the list is divided into pages and gaps
        self.total = 0

    def rows(self) -> list[Row]:
        return [row for offset in sorted(self._pages) for row in self._pages[offset]]

    def collect(self, fetch: FetchPage, pool: ThreadPoolExecutor, at_once: int) -> None:
        """Fetches what is missing, `at_once` pages at a time.

        Raises:
            FlourishError: of the first page that failed; everything else that came is kept.
        """
        running: dict[Future[Page], Gap] = {}
        failure: BaseException | None = None
        while running or (self._gaps and failure is None):
            while self._gaps and len(running) < at_once and failure is None:
                gap = self._gaps.pop()
                running[pool.submit(fetch, *gap)] = gap
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                gap = running.pop(future)
                error = future.exception() or self._take(gap, future.result())
                if error is not None:
                    self._gaps.append(gap)
                    failure = failure or error
        if failure is not None:
            raise failure

    def _take(self, gap: Gap, page: Page) -> FlourishUnavailableError | None:
        """Keeps a page and notes what is still missing because of it."""
        offset, length = gap
        if not page.rows and offset < page.total:
            return FlourishUnavailableError("Flourish answered an empty page before the end of a list")
        if page.rows:
            self._pages[offset] = page.rows
        came_to, wanted_to = offset + len(page.rows), min(offset + length, page.total)
        if came_to < wanted_to:
            self._gaps.append((came_to, wanted_to - came_to))
        if page.total > self._planned:
            self._gaps.extend(_chunks(self._planned, page.total))
            self._planned = page.total
        self.total = max(self.total, page.total)
        return None


def _chunks(start: int, end: int) -> list[Gap]:
    """The pages of a stretch of the list; the first is last, because gaps are taken from the end."""
    return [(at, min(LARGEST_PAGE, end - at)) for at in range(start, end, LARGEST_PAGE)][::-1]
