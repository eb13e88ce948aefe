"""The warehouse itself: its values, its state, and the rules of what may happen. No HTTP and no clock."""
