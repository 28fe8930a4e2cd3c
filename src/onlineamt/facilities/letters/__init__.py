"""Letters as PDF: the frame, the receipt, the electronic seal and its verification."""
