"""The life of a case under any sequence of acts by any mix of people."""
