"""eBay, by its REST interfaces: Fulfillment, Inventory, Message, Notification and, for cancellations, Post-Order."""
