"""The `ordo-flourish` command, also as `python -m harness`; quiet when it is stopped before it has begun."""

import signal


def main() -> None:
    """Run the command line; never returns.

    While its modules are read, Ctrl-C ends the process at once: there is nothing to tidy up, and nobody wants
    to see how far it had come.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    from harness.cli import main as run

    signal.signal(signal.SIGINT, before)
    run()


if __name__ == "__main__":
    main()
