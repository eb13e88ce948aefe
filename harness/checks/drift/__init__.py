"""`check-drift`: a real Flourish measured by the schemas."""
