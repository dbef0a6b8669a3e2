"""Commands; where everything is wired together."""
