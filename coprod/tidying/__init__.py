"""What an editor, a word processor or a mail program made of a text, written anew as what was meant: clean HTML."""
