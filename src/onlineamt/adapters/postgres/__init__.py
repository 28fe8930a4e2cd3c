"""PostgreSQL without preparation: our own launcher for demo and tests, and the roles every installation needs."""
