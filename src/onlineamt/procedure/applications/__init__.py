"""Drafts and what was submitted."""
