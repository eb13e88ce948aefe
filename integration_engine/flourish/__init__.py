"""Flourish's side: the External API as the engine calls it, and what it reads from the answers."""
