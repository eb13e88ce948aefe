"""An organization's records, all held by `world.World`; the order's status table is `order_status`."""
