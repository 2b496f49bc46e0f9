"""Dates and times as machines declare them and as people print them, in any language and calendar."""
