"""What messages are about: several at once, each with its words, in six languages; what no phrase says is unknown."""

import pytest

from fulfillment.inbox.intents import INTENTS, intents_of

SAID = (
    ("Where is my parcel? I ordered three weeks ago and it has still not arrived.", "not_received where_is_my_parcel"),
    ("Hi, when will my order arrive? Tracking has not moved for 10 days", "where_is_my_parcel"),
    ("Please cancel my order, and send me the invoice for the other one.", "cancel invoice"),
    ("The cup arrived broken. I want to return it.", "damaged return"),
    ("You sent me the wrong colour", "wrong_item"),
    ("I was asked to pay customs duty of 23 euros by the carrier", "customs_duty"),
    ("Thank you, it is lovely!", ""),
    ("please change my shipping address to 5 Elm Road", "change_address"),
    ("Where is my refund?", ""),
    ("Wo bleibt mein Paket? Die Bestellung ist immer noch nicht angekommen.", "not_received where_is_my_parcel"),
    ("Ich möchte die Schuhe zurückschicken, sie sind zu klein.", "return"),
    ("Die Vase ist leider zerbrochen angekommen", "damaged"),
    ("Bitte senden Sie mir eine Rechnung.", "invoice"),
    ("Das ist der falsche Artikel geliefert worden", "wrong_item"),
    ("Ich soll Zollgebühren bezahlen", "customs_duty"),
    ("Bitte stornieren Sie meine Bestellung", "cancel"),
    ("Où est mon colis ? Je n'ai toujours rien reçu.", "not_received where_is_my_parcel"),
    ("Le produit est cassé, je souhaite le renvoyer", "damaged return"),
    ("Je n'ai pas reçu ma commande", "not_received"),
    ("Pourriez-vous m'envoyer la facture s'il vous plaît ?", "invoice"),
    ("La douane me demande de payer", "customs_duty"),
    ("¿Dónde está mi pedido? Todavía no me ha llegado.", "not_received where_is_my_parcel"),
    ("El artículo llegó roto y quiero devolverlo", "damaged return"),
    ("No es lo que pedí", "wrong_item"),
    ("Necesito la factura de mi compra", "invoice"),
    ("Me cobran aranceles en la aduana", "customs_duty"),
    ("请问我的包裹到哪里了？还没收到", "not_received where_is_my_parcel"),
    ("杯子收到就碎了，我要退货", "damaged return"),
    ("你们发错货了，颜色不对", "wrong_item"),
    ("请开发票", "invoice"),
    ("海关要我交关税", "customs_duty"),
    ("请取消我的订单", "cancel"),
    ("荷物はどこですか。まだ届いていません。", "not_received where_is_my_parcel"),
    ("商品が壊れていたので返品したいです", "damaged return"),
    ("違う商品が届きました", "wrong_item"),
    ("領収書をお願いします", "invoice"),
    ("関税を請求されました", "customs_duty"),
    ("注文をキャンセルしてください", "cancel"),
    ("I do not want to return it, it fits.", ""),
    ("いつ届きますか", "where_is_my_parcel"),
    ("什么时候能到", "where_is_my_parcel"),
    ("Wann kommt mein Paket an?", "where_is_my_parcel"),
    ("Thanks!\n\nOn Mon, 23 Nov 2026 shop@example.test wrote:\n> please cancel my order\n", ""),
    ("It says delivered but I have nothing", "not_received"),
    ("Quand vais-je recevoir ma commande ?", "where_is_my_parcel"),
    ("Mon colis est indiqué comme livré mais je n'ai rien", "not_received"),
    ("The lamp does not work", "damaged"),
    ("Ich habe das Paket nie erhalten", "not_received"),
)


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_message_when_read_then_is_about_what_it_says(text: str, expected: str) -> None:
    assert " ".join(each.intent for each in intents_of(text)) == expected


def test_message_when_it_wants_several_things_then_each_has_its_own_words() -> None:
    found = {each.intent: each.quote for each in intents_of("The cup is broken. I want to return it, please.")}
    assert found == {"damaged": "The cup is broken", "return": "I want to return it"}


def test_intents_when_listed_then_each_is_read_in_some_text() -> None:
    assert {each for _, expected in SAID for each in expected.split()} == set(INTENTS)
