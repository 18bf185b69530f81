"""Where rules are proved before they decide: analysis, tests, coverage, mutants, trials, comparisons of editions."""
