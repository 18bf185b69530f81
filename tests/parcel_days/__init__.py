"""Sixty days of a house: parcels that people pack, carriers lose, buyers send back, by the real code."""
