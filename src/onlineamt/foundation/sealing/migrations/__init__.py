"""Migrations of sealing."""
