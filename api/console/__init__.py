"""The console: pages for people, each of which asks the API for what it shows and does."""
