"""Papers: drawn without personal values, filled when they are printed."""
