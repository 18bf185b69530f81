"""An external warehouse system: what it is told to do, and what it tells back."""
