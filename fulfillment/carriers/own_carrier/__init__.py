"""A line without published documentation, or one's own vans, that speaks docs/own-carrier-protocol.md: plain JSON, a
bearer token, an idempotency key on everything that changes something."""
