"""What the one-shot commands do: open the newsroom, do one thing, print it for people or as JSON."""
