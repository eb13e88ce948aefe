"""Faults that strike a webhook or event on its way out, one a module."""
