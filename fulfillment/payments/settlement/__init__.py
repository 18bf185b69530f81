"""What gateways, marketplaces and banks say they paid, against what orders owed."""
