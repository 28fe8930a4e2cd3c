"""What our own FIM files say beyond FIM, in both directions: as keywords and rules of elements, and back as parts of a form."""
