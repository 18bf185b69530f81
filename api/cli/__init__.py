"""The command line: files and options in, lines and exit codes out. It decides nothing itself."""
