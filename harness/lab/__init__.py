"""Laboratories on this machine: for the gate, for people, one simulator alone, saved to a file."""
