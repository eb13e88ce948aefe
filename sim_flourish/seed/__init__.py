"""What a new company begins with: settings, a key, facilities, and a catalogue when one is asked for."""
