"""“Write for us”: how a reader offers a piece for the blog, and how staff take it up."""
