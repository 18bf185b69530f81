"""Notes as buyers write them, in six languages: those that ask for something, and those that only look like it."""

SAYS = {
    "cancel": """
        Please cancel my order
        cancel this order please
        I want to cancel.
        I would like to cancel, please
        Can you please cancel it?
        kindly cancel asap
        I need to cancel my entire order, thanks
        Please cancel my order if it has not shipped yet
        I no longer need this item
        don't ship this order
        Ordered this by mistake, sorry
        I'd like this order cancelled
        I request cancellation of my order
        Bitte stornieren Sie meine Bestellung
        Bestellung bitte stornieren
        Ich widerrufe hiermit den Kaufvertrag
        Ich brauche den Artikel nicht mehr
        Veuillez annuler ma commande
        Merci d'annuler la commande svp
        Je souhaite annuler
        Por favor cancelen mi pedido
        Quiero cancelar la compra
        Ya no necesito el producto
        请取消订单
        麻烦帮我取消这个订单，谢谢
        不想要了
        拍错了，请不要发货
        申请退单
        注文をキャンセルしてください
        キャンセルをお願いします
        間違えて注文しました
    """,
    "change_address": """
        Please change my shipping address to 5 Elm Road
        could you update the delivery address?
        Please send it to a different address
        I have moved to a new address
        wrong address, sorry
        My correct address is 12 Oak Street
        Bitte die Lieferadresse ändern
        Bitte an eine andere Adresse senden
        Pouvez-vous modifier l'adresse de livraison
        Veuillez livrer à une autre adresse
        Por favor cambiar la dirección de envío
        La dirección correcta es Calle Sol 3
        请改一下收货地址
        地址写错了
        请寄到另一个地址
        住所を変更してください
        別の住所に送ってください
    """,
    "undervalue": """
        Please declare a lower value
        please mark the value as $10
        Can you write a lower price on the customs form?
        please lower the declared value
        declare it under 20 euros please
        help me avoid customs duty
        Please put a low value on the invoice
        don't declare the full value
        Could you undervalue the parcel
        Bitte einen niedrigeren Wert angeben
        Bitte den Warenwert unter 22 Euro deklarieren
        Merci de déclarer une valeur plus basse
        Indiquez un prix plus faible sur la facture
        Por favor declaren un valor más bajo
        declarar menos de 20 euros en la aduana
        申报价值写低一点
        请低报
        少报一点金额
        申告金額を低くしてください
        価格を安く書いてください
    """,
    "false_description": """
        Please mark it as a gift on the customs form
        please declare as sample
        declare it as clothes
        don't write what is inside
        please hide the contents
        label as toys please
        Bitte als Geschenk deklarieren
        Bitte als Muster angeben
        Marquez le colis comme cadeau
        Déclarez-le comme un échantillon
        Por favor declaren como regalo
        no pongan el contenido en la caja
        申报成礼物
        请写成样品
        请不要写真实品名
        ギフトとして申告してください
        中身を書かないでください
    """,
    "leave_unattended": """
        Please leave it at the front door
        leave parcel on the porch
        Drop the package behind the shed
        Please leave it with a neighbour
        no signature required
        Bitte vor der Haustür ablegen
        Bitte beim Nachbarn abgeben
        Laissez le colis devant la porte
        Déposer chez le voisin
        Dejar en la puerta por favor
        dejar con el vecino
        放门口就行
        放在快递柜
        玄関前に置いてください
        置き配でお願いします
    """,
    "gift": """
        This is a gift for my mother
        It's a birthday present
        please gift wrap
        Es ist ein Geschenk
        Bitte als Geschenk verpacken
        C'est un cadeau pour ma sœur
        Es un regalo para mi hermana
        这是送给朋友的生日礼物
        プレゼント用です
    """,
    "urgent": """
        Please ship ASAP
        urgent!
        I need it by Friday
        Bitte so schnell wie möglich
        C'est urgent
        lo antes posible por favor
        请尽快发货
        至急お願いします
    """,
    "contact_elsewhere": """
        Contact me on WhatsApp +1 202 555 0100
        text me on Telegram
        my wechat is sunny88
        Bitte per WhatsApp melden
        Contactez-moi sur WhatsApp
        escríbeme por whatsapp
        加我微信 sunny88
        LINEで連絡してください
    """,
    "refund_outside": """
        I overpaid, please refund the difference to my other account
        Please refund via Western Union
        refund me to a different card
        send the money back by bitcoin
        Bitte auf ein anderes Konto erstatten
        Remboursez sur un autre compte
        Devolver el dinero a otra cuenta
        请退款到另一个银行卡
        別の口座に返金してください
    """,
    "resale": """
        This is for my shop
        I want to resell these
        do you offer wholesale prices
        Für meinen Laden
        C'est pour ma boutique
        es para mi tienda
        批发
        転売
    """,
    "forward_abroad": """
        Parcel forwarder, please keep the suite number
        this is my freight forwarder's forwarding address
        It will be forwarded to another country
        Wird ins Ausland weitergeleitet nach Kasachstan, Weiterleitungsadresse
        Adresse de réexpédition, transitaire
        Es una dirección de reenvío
        这是转运仓地址
        転送サービスを使います
    """,
}

QUIET = {
    "cancel": """
        please do not cancel
        Please don't cancel my order, I will fix the payment
        can you cancel the gift wrap
        Please cancel the newsletter subscription
        I love these noise cancelling headphones
        My last order was cancelled by mistake, please ship this one
        You cancelled my order last month, why?
        If it is out of stock, please cancel my order
        No need to cancel it
        What is your cancellation policy?
        I would rather wait than cancel my order
        Never cancel this order please
        please do not ship before Monday
        Cancel my previous subscription
        please cancel the engraving
        Bitte die Bestellung nicht stornieren
        Falls nicht lieferbar, bitte Bestellung stornieren
        Bitte die Geschenkverpackung stornieren
        N'annulez pas ma commande
        Si indisponible, annuler la commande
        Veuillez annuler le paquet cadeau
        No cancelen mi pedido
        Si no hay stock, cancelar el pedido
        auriculares con cancelación de ruido
        请不要取消订单
        如果没货请取消订单
        别取消我的订单
        请取消礼品包装
        降噪耳机很好
        キャンセルしないでください
        在庫がない場合は注文をキャンセルしてください
        ノイズキャンセリングが好きです
        ラッピングのキャンセルをお願いします
        Thanks, looking forward to it!
        Order confirmation please
    """,
    "change_address": """
        please do not change the address
        My e-mail address changed
        please change the billing address
        The address above is correct
        Rechnungsadresse bitte ändern
        Bitte die Adresse nicht ändern
        Merci de ne pas modifier l'adresse
        Cambiar la dirección de facturación
        no cambiar la dirección
        请不要改地址
        邮箱地址写错了
        メールアドレスを変更しました
        住所に変更はありません
        house number is 5, ring twice
        second address line is the floor
        the address is a new building
    """,
    "undervalue": """
        do not declare a lower value please
        Please declare the full value
        please put the real value on the customs form
        I paid the customs duty already
        Will I have to pay duty?
        Great low price, thank you
        What a good value!
        please include the invoice
        Bitte den vollen Wert angeben
        Bitte nicht den Wert niedriger angeben
        Guter Preis
        Indiquez la vraie valeur
        Prix très bas, merci
        Declaren el valor real por favor
        buen precio
        请按实际价值申报
        不要低报
        价格很低，很满意
        不要申报价值低
        実際の金額で申告してください
        価格が安くて嬉しいです
        How much are import taxes?
        the value of friendship
        is there a lower price next week?
        Please send the invoice by email
        I declare my love with this gift
    """,
    "false_description": """
        Please wrap as a gift for my mother
        send it as a gift
        it is a gift, please add a card
        do not declare it as a gift
        don't mark it as sample
        I bought toys for my kids
        please send a sample too
        what is inside the box?
        Put a gift message in the box
        The product description was great
        Bitte als Geschenk verpacken
        Bitte nicht als Geschenk deklarieren
        Emballez comme cadeau svp
        envolver como regalo para mi madre
        no declarar como regalo
        这是生日礼物，请写上祝福
        请不要申报成礼品
        写上生日快乐
        プレゼント用にラッピングお願いします
        ギフトとして申告しないでください
        商品名を教えてください
        Is the battery included?
        include a gift receipt
        documents are not needed
        used item is fine
    """,
    "leave_unattended": """
        don't leave with neighbour
        do not leave it outside
        please don't leave at the front door
        never leave the parcel with the neighbours
        ring the front door bell
        call me at the gate
        the door code is 1234
        please hand it to me personally
        signature required
        Please deliver to the front door and ring
        leave me a message when it ships
        our neighbour recommended you
        Bitte nicht beim Nachbarn abgeben
        Bitte nicht vor der Tür ablegen
        Bitte klingeln
        Ne pas laisser chez le voisin
        Ne laissez pas le colis devant la porte
        sonnez à la porte
        No dejar con el vecino
        no dejen el paquete en la puerta
        tocar el timbre de la puerta
        不要放门口
        请勿放快递柜
        到门口请打电话
        玄関前に置かないでください
        置き配しないでください
    """,
    "gift": """
        no gift wrap please
        I have a gift card code
        not a gift
        kein Geschenk
        pas un cadeau
        no es un regalo
        不是礼物
    """,
    "urgent": "not urgent\nno rush\nnicht dringend\npas urgent\nno es urgente\n不着急\n急ぎません",
    "contact_elsewhere": "don't contact me on WhatsApp\nthe WhatsApp stickers are cute\n请不要加我微信\n微信付款了",
    "refund_outside": "please refund to my original card\nrefund the shipping please\n请退款",
    "resale": "not for resale\nkein Wiederverkauf\n不是批发",
    "forward_abroad": "looking forward to receiving it\nplease forward this message to the warehouse\n不是转运",
}
