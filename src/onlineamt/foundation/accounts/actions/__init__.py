"""What people do with accounts: set one up, log in, log out."""
