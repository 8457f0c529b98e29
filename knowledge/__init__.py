"""What the company knows: people, departments, topics, and how a question finds its topic. Pure: no I/O, no SDK."""
