"""Orders: what people do on screens, the edit lock, what an engine reports and is told (O1 to O18)."""
