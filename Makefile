# What one does every day. `make test ARGS="-k partial"` passes arguments on.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup lint test gate docs clean

setup:  ## Make .venv with everything that the tests need.
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -c requirements/lock.txt -e '.[dev]'

lint:  ## Style, formatting, types, and which package may import which.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

test:  ## The project's own tests, but for those that start whole programs.
	$(BIN)/pytest -n 2 tests/architecture tests/unit $(ARGS)

gate:  ## Every feature against the built-in engine.
	$(BIN)/ordo-flourish gate $(ARGS)

docs:  ## Write the reference pages.
	$(BIN)/python docs/generate.py

clean:  ## Remove what tools have left behind; .venv stays.
	rm -rf build dist report .tox .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
