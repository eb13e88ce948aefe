"""Shipments and deliveries with their vehicles and drivers."""
