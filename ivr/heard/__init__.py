"""How long callers listen: before each option, before a person, before what they called for."""
