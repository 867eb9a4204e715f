"""Makes up a study: its files under the names real ones would have, and its truth."""
