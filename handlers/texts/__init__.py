"""Every sentence Guichet can say: stable keys, one catalog a language, spoken for one reader at a time."""
