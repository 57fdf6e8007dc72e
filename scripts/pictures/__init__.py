"""How the pictures of the sample site are drawn. Needs Pillow, which only the development environment has."""
