"""What administrators do: people, groups, tokens, announcements, the audit log, and seeing private things on record.

Decides who is let in under /admin/ and what admin mode is. Imports every room below; none of them imports it.
"""
