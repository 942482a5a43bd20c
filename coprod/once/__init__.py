"""A form for something new makes one thing, however often it is sent: docs/adr/0002."""
