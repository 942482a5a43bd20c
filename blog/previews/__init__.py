"""A post before it is public: how staff see it at several widths, and the private link by which its guest reads it."""
