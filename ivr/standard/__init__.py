"""The service standard as pure rules; the hotline runs with this package absent."""
