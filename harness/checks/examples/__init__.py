"""`check-examples`: the vendor's own examples measured by the schemas."""
