"""The Flourish integration: what is saved and generated, what an engine is asked and told (S4, S5, S8)."""
