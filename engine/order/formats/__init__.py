"""Orders as shops, marketplaces and spreadsheets write them, read into the one canonical form."""
