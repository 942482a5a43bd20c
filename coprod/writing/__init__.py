"""What the editor in admin asks while someone writes: is this address good, and what was meant by this paste."""
