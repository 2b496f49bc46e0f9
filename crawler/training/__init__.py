"""How the classifier of `crawler.story` is trained on pages with known bodies, and measured. No reader imports it."""
