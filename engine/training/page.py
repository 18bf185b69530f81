"""The page of a model: its card as HTML. The only importer of jinja2 here."""
