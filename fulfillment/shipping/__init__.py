"""Which service carries a parcel: what each takes, what it costs, why others cannot, and which is chosen.

Pure: it reads `data/shipping` and what it is handed, and neither a database nor a clock.
"""
