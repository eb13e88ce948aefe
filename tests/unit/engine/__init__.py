"""Tests of the integration engine."""
