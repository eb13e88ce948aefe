"""The records of one company with the indexes that follow every change; all writes go through `Warehouse`."""
