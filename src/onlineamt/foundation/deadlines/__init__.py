"""Deadlines (Fristen): the law's date arithmetic as pure functions over dated tables. Knows no Django and no clock."""
