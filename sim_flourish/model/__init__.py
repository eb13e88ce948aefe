"""A company's records: frozen values without behaviour beyond their own fields, held by `world.World`.

Read `orders` and `items` first. Imports nothing else of this package, so every room may import it.
"""
