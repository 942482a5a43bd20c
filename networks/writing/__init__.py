"""How someone writes to a network or to the organisation: one question a page, checked before it is sent."""
