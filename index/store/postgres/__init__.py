"""The other home of an index: PostgreSQL with pgvector, where one folder is too small."""
