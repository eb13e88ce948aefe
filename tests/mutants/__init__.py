"""Deliberately wrong engines and simulators, and the proof that the gate catches every one of them."""
