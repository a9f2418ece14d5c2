//! The history of answers in SQLite, and the settings.
