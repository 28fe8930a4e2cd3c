"""What is done to deliver: provide, retrieve, post, lapse, and note what became final; one file each."""
