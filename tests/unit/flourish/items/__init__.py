"""The catalogue, packages and stock."""
