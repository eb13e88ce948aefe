"""Stock: the inventory summary, packages, adjustments, and the webhooks of their changes (I1, I3, I5, I8)."""
