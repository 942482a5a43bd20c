"""A Word document that a guest sent, made into a draft: opened with care, read, and kept with its pictures."""
