"""Pages as they came over the wire, kept small and read again."""
