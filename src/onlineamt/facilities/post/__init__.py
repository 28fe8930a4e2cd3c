"""Letters on paper: what is to be printed, what left the house on which day, and what came back."""
