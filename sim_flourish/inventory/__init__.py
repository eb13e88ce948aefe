"""Stock: the inventory summary, packages, adjustments, and what is told when it changes (I1, I3, I5, I8)."""
