"""Faults that strike a call on its way in or its answer on its way out, one a module."""
