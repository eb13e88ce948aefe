"""The pure core: decides, and does nothing. No I/O, no clock, no framework."""
