"""Backup and restore: what a disk failure may not cost, and what a restore may not bring back."""
