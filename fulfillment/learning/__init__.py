"""What an order's life taught: causes of after-sales with money, labels, and changes that they suggest upstream."""
