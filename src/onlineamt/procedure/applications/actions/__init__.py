"""What people do with applications: drafts, contact, submission; one file each."""
