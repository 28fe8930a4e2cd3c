"""What a procedure can use."""
