"""Facilities, whose license number pairs them with a license in Ordo (S2)."""
