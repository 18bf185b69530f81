"""Rule files -> checked rules, with positions. Knows no order: what it may name comes in as a Domain."""
