"""The tables of fulfilment, on the transaction of the engine's store."""
