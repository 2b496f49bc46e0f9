"""Who signs a story: people, desks and agencies, as bylines, datelines and credits name them."""
