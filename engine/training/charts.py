"""Pictures of models: precision and recall, calibration, scores, drift. The only importer of matplotlib here."""
