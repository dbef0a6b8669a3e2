"""The scripted or typing person on a line."""
