"""What customers and carriers are told, in which words, and where it is written."""
