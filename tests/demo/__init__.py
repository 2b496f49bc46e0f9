"""Tests of the demo's news sites: what they serve, and that it is what their data say."""
