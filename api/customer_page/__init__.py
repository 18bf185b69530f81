"""The form by which a customer answers: words, fields and pages. Without script, cookies or outside files."""
