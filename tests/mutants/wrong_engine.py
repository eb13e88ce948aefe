"""`python -m tests.mutants.wrong_engine NAME`: a mutant's engine as a program of its own.

For mutants that show only when the engine's process ends and begins again.
"""

import sys

from harness.lab.lab_engine import main
from tests.mutants.mutant import apply
from tests.mutants.registry import MUTANTS

if __name__ == "__main__":
    wanted = sys.argv[1]
    apply(next(one for one in MUTANTS if one.name == wanted))
    main()
