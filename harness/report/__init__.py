"""What a run says: the page, the files for CI, what is left of each failure, and what was exercised.

The way of a scenario through it: `collect` takes the evidence in the process that played it, `evidence` is
the form in which it travels, `happenings` makes a story of two journals, `records` gathers everything in the
controlling process, and `write_report` lays it down. Nothing here knows a simulator or an engine but by HTTP.
"""
