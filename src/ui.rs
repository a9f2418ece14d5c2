//! The terminal interface: the screen stack, widgets, keys and theme.
