"""WooCommerce, by its REST API wc/v3 and its webhooks.

The API is that of "WooCommerce REST API documentation" (Automattic, v3, read 2026-11) and of the plug-in's own source
(woocommerce/woocommerce, read 2026-11) where the documentation is silent.
"""
