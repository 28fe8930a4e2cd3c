"""How a decision lasts: the entries of dog tags, permits and plates, their numbers, and who may ask about them."""
