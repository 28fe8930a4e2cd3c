"""The pages of the catalogue: finding, services, offices, and what machines read."""
