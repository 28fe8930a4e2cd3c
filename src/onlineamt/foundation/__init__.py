"""What every room stands on: tenants, keys, audit, jobs, offices."""
