"""`make bench`: what each page costs, on this machine, served as in production; docs/performance.md is what it writes.

Figures of one machine say little. So each page is measured beside a bare Django view that returns ready bytes, and a
view that asks the database for one row, both served the same way, in rounds of a second taken in turn: a ratio is
always between figures that were taken seconds apart.
"""
