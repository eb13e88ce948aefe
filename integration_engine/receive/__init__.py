"""Where messages come in: checked, written down durably, answered; nothing is worked on here."""
