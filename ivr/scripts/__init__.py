"""Call scripts: calls seen from the caller's chair, run against the whole hotline without a server."""
