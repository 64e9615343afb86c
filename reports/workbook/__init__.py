"""The annual workbook: six sheets for the annual report, from ``report.gather`` through ``book.write``.

Its words are plain Indonesian constants and are not translated: it is an official document of an Indonesian office,
and a reader who has set the screens to English still needs the document that the office signs.
"""
