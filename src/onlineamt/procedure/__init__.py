"""The stages of administrative procedure."""
