"""The agreement report drawn: tables, pictures, a page of HTML, CSV, LaTeX and text."""
