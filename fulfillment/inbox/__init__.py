"""What buyers write and claim: cases with a clock, whom each waits for, and what is answered."""
