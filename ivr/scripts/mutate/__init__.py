"""Small changes to flows, made one at a time: what no script notices is something no script proves."""
