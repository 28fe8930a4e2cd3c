"""Who did and who looked: an append-only, hash-chained record."""
