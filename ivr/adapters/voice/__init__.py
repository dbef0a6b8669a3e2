"""The voice made real: an engine in a process of its own, telephone audio, and what has been built."""
