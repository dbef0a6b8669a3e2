"""The carrier's back office as a small Flask app of its own."""
