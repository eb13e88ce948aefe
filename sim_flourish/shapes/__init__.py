"""How the warehouse's values look as JSON: the documented fields in the documented types."""
