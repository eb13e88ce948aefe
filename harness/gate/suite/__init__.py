"""The one test file that collects every feature."""
