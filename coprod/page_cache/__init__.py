"""Whole public pages, kept in each process and never older than the database.

docs/adr/0007-whole-pages-kept.md tells how, and what to do for a new table, page or parameter.
"""
