"""Destinations, the buyers of orders, and their contacts."""
