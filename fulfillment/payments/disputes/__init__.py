"""Chargebacks: who may dispute and for how long, what answers which reason, and what is learnt of the outcome."""
