"""Where orders are placed and answers are awaited: own shops, Shopify, WooCommerce, Amazon and eBay."""
