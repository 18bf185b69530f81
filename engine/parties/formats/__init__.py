"""Official list formats: bytes in, a `PartyList` and the rows that could not be read out."""
