"""What must hold whatever happens: no order lost or doubled, no status set back, stock that adds up."""
