"""Demo content: invented people, posts, networks and pictures, so that a new site has something to look at.

`manage.py seed_demo` puts it into an empty database. Nobody and nothing in it is real.
"""
