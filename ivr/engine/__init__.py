"""Pure execution: a program, a call and an event make a Move."""
