"""The carrier's half, without I/O."""
