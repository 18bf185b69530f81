"""What an order earns: as expected before it ships, as it was when bills and reports have come, and by what sums."""
