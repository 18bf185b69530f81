"""What happens after the decision: reacts to outcomes, calls the desk, never reaches into the engine's tables."""
