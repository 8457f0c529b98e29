"""The ledger: tables, one repository a noun, one unit of work, on SQLite and PostgreSQL alike."""
