"""Staff accounts: who may do what, how someone logs in and stays logged in, and what happens when a phone is lost."""
