"""Yanwen (燕文) by its open platform: one address, methods by name, requests signed with MD5.

Read in November 2026, as their pages are stored, without dates of their own: Yanwen, 燕文开放平台
(opendocs.yw56.com.cn), "打印标签 express.order.label.get" (webfile 7250693079613575168) with the signature's rule and
example, and "express.order.getlist" (webfile 6993834175358832640); fields of requests and answers after public
integrations that quote its documentation of express.order.create (zdy-ai/microservices-platform, 2023-10-30).

What is unclear there, and what we make of it:

* MD5 is the platform's; the token never travels, and calls go over TLS.
* There is no idempotency key. `orderNumber` is the customer's own and `express.order.getlist` finds bookings by it, so
  a booking whose answer was lost is looked for first; a repeat under the same number would be refused or answered as
  before.
* `calc.list` (价格试算) is named in public tools, but its fields were not found, nor in public integrations when they
  were looked through on 2026-11-27, which know products, orders, labels and cancelling alone: prices come from rate
  cards.
* `goodsNameCh` is mandatory: the declaration's local description where it is Chinese, else the English one.
* No closed list of codes was found, so what a refusal means is read from its words. Status 5 is "cancelled" (已取消).
* Labels come as PDF. There is no pick-up, manifest or recall in what was found.
"""
