"""Decisions (Bescheide): made by rule or by a person, issued once, and put into a letter."""
