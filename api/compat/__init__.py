"""Doors in the words of other services, over the same decisions: a shop tries Clearway by changing a host name."""
