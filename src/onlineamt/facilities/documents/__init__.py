"""Files that belong to a matter: sealed with its key, kept in a store, erased with it."""
