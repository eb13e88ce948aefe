"""Shipments and deliveries."""
