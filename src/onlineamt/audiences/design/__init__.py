"""What every page is made of: base templates, components, assets and the themes of the municipalities."""
