"""Numbers on the command line that can be counted with: no `nan`, no `inf`, nothing that no calendar has."""

import math

import click

_MOST = 1e8


class FiniteRange(click.FloatRange):
    """A range that ends somewhere, and that `nan`, which is neither above nor below anything, is not in."""

    def convert(self, value: float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number.

        Raises:
            click.BadParameter: it is none, or out of the range.
        """
        number = float(super().convert(value, param, ctx))
        if math.isnan(number) or abs(number) > _MOST:
            self.fail(f"{number} is not a number of at most {_MOST:.0f}.", param, ctx)
        return number
