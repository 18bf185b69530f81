"""Signs and sends Yanwen's methods, and says what its refusals mean."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import orjson

from engine.clock import EPOCH, Clock
from fulfillment.carriers.errors import CarrierCredentialMissing, CarrierDown, CarrierRefused, CarrierSignInRefused
from fulfillment.carriers.protocol import CarrierAccount
from fulfillment.carriers.reading_words import Rows, meant
from fulfillment.carriers.wire import BAD, CarrierWire, read
from fulfillment.carriers.words import Refusal
from fulfillment.channels.credentials import credential
from fulfillment.channels.errors import CredentialMissing
from fulfillment.channels.node import Node

FORMAT, VERSION, GOOD = "json", "V1.0", "0"
SIGN_IN = ("签名", "sign", "user_id", "客户号不存在", "token", "时间戳", "timestamp", "未授权")
BUSY = ("系统繁忙", "系统异常", "稍后", "超时", "timeout", "system error")
WORDS: Rows = (
    (Refusal.UNKNOWN, ("不存在", "未找到", "not exist", "not found")),
    (Refusal.SUSPENDED, ("暂停", "停运", "停发", "暂不", "suspend")),
    (Refusal.GOODS, ("违禁", "禁运", "不接收", "带电", "敏感", "品名", "prohibited", "battery")),
    (Refusal.SIZE, ("重量", "尺寸", "超重", "超长", "weight", "size")),
    (Refusal.PAPERS, ("税号", "ioss", "eori", "海关", "hscode", "申报", "pccc", "tax")),
    (Refusal.ADDRESS, ("地址", "邮编", "城市", "州", "省", "电话", "收件人", "zipcode", "address", "city", "phone")),
    (Refusal.PRODUCT, ("产品", "渠道", "国家", "channel", "product")),
    (Refusal.TOO_LATE, ("已发货", "已收货", "无法取消", "不能取消", "不允许取消")),
)


@dataclass(frozen=True, slots=True)
class Yanwen:
    """One customer of Yanwen."""

    account: CarrierAccount
    wire: CarrierWire
    clock: Clock

    def ask(self, method: str, data: object) -> Node:
        """`data` of the answer. Raises CarrierRefused with Yanwen's own code and message."""
        said = self._said(method, data)
        code, words = said.maybe("code"), said.maybe("message") or "no message"
        if said.flag("success") and code == GOOD:
            return said.at("data")
        if any(mark in words.lower() for mark in SIGN_IN):
            raise CarrierSignInRefused(f"{code}: {words}")
        if any(mark in words.lower() for mark in BUSY):
            raise CarrierDown(f"{code}: {words}")
        raise CarrierRefused(meant(words, WORDS), code or "unknown", words[:1000])

    def _said(self, method: str, data: object) -> Node:
        try:
            user, token = credential(self.account, "user_id"), credential(self.account, "api_token")
        except CredentialMissing as missing:
            raise CarrierCredentialMissing(missing.name) from missing
        body = orjson.dumps(data).decode()  # without blanks, as the signature wants it
        stamp = stamped(self.clock.now())
        query = urlencode({
            "user_id": user, "method": method, "format": FORMAT, "timestamp": stamp, "version": VERSION,
            "sign": signed(token, user, body, method, stamp),
        })  # fmt: skip
        reply = self.wire.call("POST", f"{self.account.endpoint.rstrip('/')}/api/order?{query}", {}, body.encode())
        if reply.status >= BAD:
            raise CarrierDown(f"status {reply.status}")
        return read(reply)


def signed(token: str, user: str, data: str, method: str, stamp: str) -> str:
    """MD5, in small hexadecimal, of the parameters in the order of their names between two copies of the token."""
    text = f"{token}{user}{data}{FORMAT}{method}{stamp}{VERSION}{token}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def stamped(moment: datetime) -> str:
    """Milliseconds since 1970; it holds for five minutes."""
    return str((moment - EPOCH) // timedelta(milliseconds=1))
