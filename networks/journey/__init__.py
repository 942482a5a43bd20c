"""Joining a network: the questions, one a page, for the person themselves or for someone who helps them."""
