"""What a developer's machine needs to run the site with one command. Production never imports this package."""
