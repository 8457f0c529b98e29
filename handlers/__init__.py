"""What the bot decides: facts in, decisions out. Pure but for the ports it is handed."""
