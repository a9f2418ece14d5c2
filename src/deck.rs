//! Decks, cards and plans: read from TOML with exact error places, checked, edited in place.
