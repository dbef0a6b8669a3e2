"""The carrier's language both ways, pure: parse, emit, limits."""
