"""What is done with documents: keeping and erasing (storing), taking in what people hand in (uploads), scanning it."""
