"""What outlives a process: the one database with its tables and statements, and the file of one screening run."""
