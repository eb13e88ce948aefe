"""Outbound orders."""
