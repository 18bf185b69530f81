"""The pages at the door: sign in, the form of a one-time link, one's password. They work without script, and load
nothing from anywhere."""
