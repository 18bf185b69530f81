"""Amazon, by its Selling Partner API: orders by search, everything else by the calls and feeds of 2026."""
