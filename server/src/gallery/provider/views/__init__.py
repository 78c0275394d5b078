"""Addresses of the provider: for programs (`authorizing`, `tokens`, `discovery`), for people, for administrators."""
