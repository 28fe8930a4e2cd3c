"""Which municipality a row belongs to, and the transaction that holds it there."""
