"""The form of a service: what it asks, how it runs, and which version a draft was made with."""
