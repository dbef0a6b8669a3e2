"""Whole-project rules, one module per rule."""
