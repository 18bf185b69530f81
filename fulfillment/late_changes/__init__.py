"""What a change means that comes when an order is under way: an address, a cancellation, by how far its goods are."""
