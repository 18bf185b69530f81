"""Shops on loopback that speak the published protocol of their channel: for tests and for `make demo-channels`."""
