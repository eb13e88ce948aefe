"""Ordo's side: the integration API as the engine calls it, and how Ordo writes things."""
