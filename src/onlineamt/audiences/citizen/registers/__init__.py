"""The page that says whether a dog tag, a permit or a plate is valid."""
