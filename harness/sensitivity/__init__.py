"""How much the gate sees: one field is altered on the wire, the scenarios are played, and somebody must notice.

`run` is read first; `plan` says what is altered and how, `worker` plays, `verdicts` judges, `report` tells.
"""
