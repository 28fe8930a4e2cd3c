"""Migrations of limits."""
