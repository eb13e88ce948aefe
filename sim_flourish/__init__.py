"""A stateful simulator of Flourish: the External API, the back office that people use, and its webhooks."""
