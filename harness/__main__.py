"""`python -m harness` is the `ordo-flourish` command."""

from harness.cli import main

main()
