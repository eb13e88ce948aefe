"""What operators see: metrics, failures, pending work."""
