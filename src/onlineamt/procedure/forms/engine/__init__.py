"""The form engine: from a definition and answers to pages, mistakes and computed values. Knows no Django."""
