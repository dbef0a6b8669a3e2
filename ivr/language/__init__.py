"""What designers write, typed: kinds of step, their ways, expressions, operations."""
