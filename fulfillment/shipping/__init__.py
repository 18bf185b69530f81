"""Which service carries a parcel: what each takes, what it costs, why others cannot, which is chosen, who must look.

What computes knows neither a database nor a clock; `part_choice` and its neighbours join it to orders.
"""
