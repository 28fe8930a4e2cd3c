"""Who works for a municipality: accounts, memberships and sessions."""
