"""The lexicon of admission: all facts that rules about an order may name."""

from engine.lexicon.address_facts import ADDRESS_FACTS
from engine.lexicon.aftersale_facts import AFTERSALE_FACTS
from engine.lexicon.brand_facts import BRAND_FACTS
from engine.lexicon.conformity_facts import CONFORMITY_FACTS
from engine.lexicon.customer_facts import CUSTOMER_FACTS
from engine.lexicon.customs_facts import CUSTOMS_FACTS
from engine.lexicon.goods_facts import GOODS_FACTS
from engine.lexicon.mark_facts import MARK_FACTS
from engine.lexicon.order_facts import ORDER_FACTS
from engine.lexicon.party_facts import PARTY_FACTS
from engine.lexicon.payment_facts import PAYMENT_FACTS
from engine.lexicon.product_facts import PRODUCT_FACTS
from engine.lexicon.spec import Lexicon
from engine.lexicon.velocity_facts import VELOCITY_FACTS

LEXICON = Lexicon(
    (
        *ORDER_FACTS,
        *ADDRESS_FACTS,
        *PAYMENT_FACTS,
        *CUSTOMER_FACTS,
        *VELOCITY_FACTS,
        *AFTERSALE_FACTS,
        *MARK_FACTS,
        *PARTY_FACTS,
        *GOODS_FACTS,
        *CUSTOMS_FACTS,
        *PRODUCT_FACTS,
        *CONFORMITY_FACTS,
        *BRAND_FACTS,
    )
)
