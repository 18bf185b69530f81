"""A shop of one's own, by the plain protocol of docs/own-shop-protocol.md.

Orders are Clearway's own documents; what is sent, either way, is signed by Standard Webhooks 1.0.0 (specification of
the Standard Webhooks project, 2023).
"""
