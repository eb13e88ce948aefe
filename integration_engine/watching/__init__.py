"""What operations see: health, metrics, the log, what is pending."""
