"""What the simulators' kernel and the integration engine both stand on. It knows no vendor and no route."""
