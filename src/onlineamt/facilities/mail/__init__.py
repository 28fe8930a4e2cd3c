"""E-mails: they say that something is there and where, never what it is about."""
