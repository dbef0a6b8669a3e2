"""Call scripts, coverage, exploration."""
