"""Encryption of answers and contacts with a key per subject."""
