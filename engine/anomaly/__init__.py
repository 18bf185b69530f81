"""Scores of unusual orders, from plain arrays. Knows no rules, no database and no scikit-learn."""
