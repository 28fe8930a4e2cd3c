"""The portal under attack: what strangers send, guess, repeat and time badly."""
