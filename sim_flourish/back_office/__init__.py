"""What people do in Flourish's own screens, as an API: the External API has none of it."""
