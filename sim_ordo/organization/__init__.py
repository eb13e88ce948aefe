"""Manage Organization: users, brands with logos, licenses (S1, S2)."""
