"""Entering the back office, and looking after one's own account."""
