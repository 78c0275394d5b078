"""What happened, kept for good: append-only events in plain text, without foreign keys. Imports only lib."""
