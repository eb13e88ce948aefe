"""The engine on PostgreSQL: many processes, and what happens when they are killed."""
