"""The engine's tables: the truth about what came in, what is known and what is still to be done."""
