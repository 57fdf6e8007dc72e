"""Feeds and pages in: HTTP, feed parsing, multilingual markup, full text, WordPress REST, the optional LLM call.

I/O is in :mod:`.http`, :mod:`.reader`, :mod:`.discover`, :mod:`.page`, :mod:`.wordpress` and :mod:`.llm`; everything
else turns bytes and values into values.
"""
