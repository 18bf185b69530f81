"""Ways by which a notice leaves the house: each knows one protocol and nothing of notices or of the database."""
