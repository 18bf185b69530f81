"""From reserved stock to picked goods."""
