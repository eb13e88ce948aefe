"""Inventory and its sync: screens, and what an engine calls (I1 to I9)."""
