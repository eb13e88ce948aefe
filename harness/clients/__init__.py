"""Thin typed HTTP clients of the three parts of a lab, for steps and for QA's own tests.

They know the wire and nothing of the implementations behind it, so any engine can stand in the middle.
"""
