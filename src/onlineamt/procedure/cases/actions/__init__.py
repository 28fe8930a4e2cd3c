"""What is done with cases: opening, examining, working on them, asking the applicant, ending; one file each."""
