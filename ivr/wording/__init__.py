"""From a prompt's name to the words heard or written."""
