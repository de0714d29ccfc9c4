"""Bulk work: sources of complaints, sinks of results, and what runs between them."""
