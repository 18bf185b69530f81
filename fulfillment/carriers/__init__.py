"""Parcel numbers, labels, hand-over, and calling a parcel back."""
