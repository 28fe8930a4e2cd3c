"""The registers (Register): dog tags, permits, plates; to look up, to put right, to end."""
