"""Claims on people for fees and taxes, and how they are paid. The finance system of the municipality leads."""
