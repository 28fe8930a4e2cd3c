"""Journeys through HTTP and browser, as citizens walk them."""
