"""The integration engine: carries orders from Ordo to Flourish, and what becomes of them back to Ordo."""
