"""Orders of one recipient that travel in one parcel, decided again as one."""
