"""One module a provider: bytes of a file in, a settlement report out. They read nothing else and write nothing."""
