"""Ends an engine's process group when the process that started the engine is gone without having ended it.

Run by path, as a program of its own that imports nothing else of ours, so that it costs little. It reads the
number of the group on standard input, 0 for none; the end of the input means that its parent is gone.
"""

import contextlib
import os
import signal
import sys


def main() -> None:
    """Read to the end, then end what is left."""
    group = 0
    for line in sys.stdin:
        group = int(line)
    if group:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
