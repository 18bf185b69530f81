"""Routes: each takes a request apart, calls one use case, and prepares the answer."""
