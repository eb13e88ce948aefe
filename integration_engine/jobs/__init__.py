"""What is woken when: keys are worked off in sequence, on threads here or from a queue that many share."""
