"""Fits, judges and publishes models: the only importer of scikit-learn, imported by the command line alone."""
