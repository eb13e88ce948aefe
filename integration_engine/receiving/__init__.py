"""What comes in: connections and events of Ordo, webhooks of Flourish; verified, kept, answered."""
