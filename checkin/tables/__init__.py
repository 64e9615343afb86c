"""The desk's lists: which columns, which orders, page by page."""
