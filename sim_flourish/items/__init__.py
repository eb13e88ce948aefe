"""Items, brands and variations: what a catalogue is read from (I2, I4 to I7)."""
