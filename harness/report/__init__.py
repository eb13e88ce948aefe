"""What a run says: the page, the files for CI, what is left of each failure, and what was exercised.

`harness.gate.collect` fills a `scenario_record` in the process that played the scenario, `timeline` joins the
journals of both sides, `records` gathers everything in the controlling process, `write_report` writes it.
It takes data: nothing here knows a step, a simulator or an engine.
"""
