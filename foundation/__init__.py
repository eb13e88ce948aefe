"""What both sides stand on and no vendor is named in: time, contracts, safe HTTP, masking of secrets.

Read `contract` first: schemas are the one truth of shapes. `clock` is the only module that reads the clock.
"""
