"""Checks of the contract from outside: the vendor's examples, the real Flourish, webhook receivers."""
