"""Retail orders, customers and discounts."""
