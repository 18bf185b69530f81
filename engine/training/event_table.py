"""Event tables in Parquet: the only importer of pyarrow."""
