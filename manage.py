#!/usr/bin/env python
"""Django's command line for KSP Visits."""

import os
import sys

try:  # with the system's Python a newcomer would be shown a traceback
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
except ImportError:
    sys.exit("This Python has no Django. Use .venv/bin/python; python3 tools/environment.py requirements.txt makes it.")


def refuse_broken_text(arguments: list[str]) -> None:
    """Bytes that are no UTF-8 arrive as lone surrogates, which neither a database nor a terminal takes."""
    for argument in arguments:
        if not argument.isascii() and argument.encode(errors="replace").decode() != argument:
            sys.exit(f"CommandError: {argument!a} is not UTF-8 text.")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kspvisits.settings")
    refuse_broken_text(sys.argv)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))  # the message names every setting; a traceback would bury it
