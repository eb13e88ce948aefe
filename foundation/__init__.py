"""What the simulators, the engine and the harness all use, and no vendor is named in.

Time, contracts, limits on requests and answers, masking of secrets, the journal's entries, served API
descriptions. Read `contract` first: the schemas are the one source of shapes. `clock` is the only module that
reads the clock.
"""
