"""Flask: the webhooks."""
