"""The gate: chooses scenarios, runs pytest, collects what happened, writes the report, gives the exit code.

Read `run` first.
"""
