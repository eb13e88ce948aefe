"""How much the gate sees: one field is altered on the wire, scenarios are played, and one must notice.

`run` is read first; `plan` says what is altered and how, `worker` plays, `verdicts` judges, `report` tells.
"""
