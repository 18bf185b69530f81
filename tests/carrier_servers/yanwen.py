"""Yanwen's open platform on loopback: it checks the signature as its documentation states it, over the body as it
came."""

import hashlib
from dataclasses import dataclass, field

from fulfillment.carriers.protocol import CarrierAccount
from fulfillment.carriers.words import AdapterName
from tests.carrier_servers.labels import a_pdf, as_text
from tests.channel_servers.base import Call, ChannelServer, json_answer
from tests.web_peer import Answer

Thing = dict[str, object]
USER, TOKEN = "990001", "SAMPLE0TOKEN0OF0NOBODY0000000000"
FIVE_MINUTES_MS = 300_000
READS = ("express.channel.getlist", "express.order.getlist", "express.order.label.get")


def told(code: str, message: str, data: object = None) -> Answer:
    """In Yanwen's form, refusals with status 200 too."""
    return json_answer({"success": code == "0", "code": code, "message": message, "data": data})


@dataclass
class YanwenServer(ChannelServer):
    """One customer. `refuses`: the next orders are answered so; `label_faults` count down."""

    orders: dict[str, Thing] = field(default_factory=dict)  # by the customer's number
    refuses: list[Answer] = field(default_factory=list)
    label_faults: int = 0
    shipped: bool = False
    numbers: int = 100_000_000

    def account(self, **settings: str) -> CarrierAccount:
        """How to connect to it."""
        return CarrierAccount(
            connection="crc_yw",
            adapter=AdapterName.YANWEN,
            endpoint=self.url,
            settings=settings,
            secrets={"user_id": USER, "api_token": TOKEN},
        )

    def throttled(self, call: Call) -> Answer:
        """With seconds to wait."""
        return json_answer({"message": "too many"}, 429, {"retry-after": f"{self.faults.wait_s:g}"})

    def is_effect(self, call: Call) -> bool:
        """By the method's name."""
        return call.query.get("method") not in READS

    def serve(self, call: Call) -> Answer:
        """One method."""
        asked = call.query
        text = f"{TOKEN}{asked['user_id']}{call.body.decode()}json{asked['method']}{asked['timestamp']}V1.0{TOKEN}"
        if hashlib.md5(text.encode(), usedforsecurity=False).hexdigest() != asked["sign"] or asked["user_id"] != USER:
            return told("10001", "签名错误")
        if abs(int(asked["timestamp"]) - int(self.now().timestamp() * 1000)) > FIVE_MINUTES_MS:
            return told("10002", "时间戳已过期")
        match asked["method"]:
            case "express.channel.getlist":
                return told("0", "操作成功", [{"id": "481", "nameCh": "燕文专线追踪小包-普货"}])
            case "express.order.create":
                return self._create(call.json())
            case "express.order.label.get":
                return self._label(str(call.json().get("waybillNumber")))
            case "express.order.getlist":
                return self._list(call.json())
            case "express.order.cancel":
                return self._cancel(str(call.json().get("waybillNumber")))
        return told("404", "方法不存在")

    def _create(self, body: Thing) -> Answer:
        if self.refuses:
            return self.refuses.pop(0)
        ours = str(body["orderNumber"])
        known = self.orders.get(ours)
        if known is not None and known["status"] != 5:
            return told("20013", "订单号重复")
        self.numbers += 1
        number = f"UG{self.numbers}YP"
        self.orders[ours] = {"waybillNumber": number, "orderNumber": ours, "status": 0, "asked": body}
        return told("0", "操作成功", {"waybillNumber": number, "orderNumber": ours, "yanwenNumber": f"Y{number}"})

    def _label(self, number: str) -> Answer:
        order = self._of(number)
        if order is None:
            return told("30001", "运单不存在")
        if self.label_faults:
            self.label_faults -= 1
            return told("0", "操作成功", {"waybillNumber": number, "isSuccess": False, "errorMsg": "生成中"})
        asked = order["asked"]
        name = asked["receiverInfo"]["name"] if isinstance(asked, dict) else ""
        return told("0", "操作成功", {"waybillNumber": number, "isSuccess": True, "base64String": as_text(a_pdf(name))})

    def _list(self, body: Thing) -> Answer:
        numbers = body.get("listNumber")
        wanted = set(numbers) if isinstance(numbers, list) else set()
        found = [
            {name: each[name] for name in ("waybillNumber", "orderNumber", "status")}
            for ours, each in self.orders.items()
            if ours in wanted or each["waybillNumber"] in wanted
        ]
        return told("0", "操作成功", found) if found else told("30001", "运单不存在")

    def _cancel(self, number: str) -> Answer:
        order = self._of(number)
        if order is None:
            return told("30001", "运单不存在")
        if self.shipped:
            return told("30005", "运单已收货，无法取消")
        order["status"] = 5
        return told("0", "操作成功")

    def _of(self, number: str) -> Thing | None:
        return next((each for each in self.orders.values() if each["waybillNumber"] == number), None)
