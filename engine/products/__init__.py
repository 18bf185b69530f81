"""The product file: what a seller knows of the goods, joined to order lines by SKU."""
