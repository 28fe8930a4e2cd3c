"""The back office: what people who work for the municipality see, all under /amt/."""
