"""Readers' responses: the form below a post, what staff let through, and the way to report one."""
