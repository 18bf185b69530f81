"""Every fact a rule may name. `spec` says what a fact is; the other modules list the order domain's facts."""
