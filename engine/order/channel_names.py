"""What people call a channel by its code: `own_shop` is the merchant's own shop."""

from collections.abc import Mapping

# English and Chinese. Marketplaces write themselves; an own site is 独立站 in the trade.
_NAMES: Mapping[str, tuple[str, str]] = {
    "aliexpress": ("AliExpress", "速卖通"), "amazon": ("Amazon", "亚马逊"), "ebay": ("eBay", "eBay"),
    "magento": ("Magento", "Magento"), "own_shop": ("own shop", "独立站"), "paypal": ("PayPal", "PayPal"),
    "shopify": ("Shopify", "Shopify"), "shein": ("SHEIN", "SHEIN"), "temu": ("Temu", "Temu"),
    "tiktok": ("TikTok Shop", "TikTok Shop"), "woocommerce": ("WooCommerce", "WooCommerce"),
}  # fmt: skip


def channel_name(code: str, language: str = "en") -> str:
    """As people write it; a code of the merchant's own with blanks between its words."""
    pair = _NAMES.get(code.strip().lower().replace("-", "_"))
    return code.replace("_", " ") if pair is None else pair[language == "zh"]
