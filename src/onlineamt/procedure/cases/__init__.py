"""The life of a case (Vorgang): what a procedure demands, and what may be decided without a person."""
