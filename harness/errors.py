"""What can go wrong in the harness itself, split by whose turn it is."""


class HarnessError(Exception):
    """One line for the person at the terminal; `exit_code` for the program that called.

    `details` are further lines, shown as they are: the end of what an engine printed, for example.
    """

    exit_code = 3

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


class WrongUsageError(HarnessError):
    """The command line asks for something that cannot be (exit 2)."""

    exit_code = 2


class CouldNotCheckError(HarnessError):
    """The lab or the engine did not come up, so that nothing was judged (exit 3)."""

    exit_code = 3
