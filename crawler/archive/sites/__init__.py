"""What the archive knows of each site: its runs, its rhythm, what was promised and what is not as it was."""
