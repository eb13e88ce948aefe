"""What operations see: metrics, failures, what is pending."""
