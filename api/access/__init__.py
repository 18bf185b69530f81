"""Who calls: keys, what each of them lets do, and for whom."""
