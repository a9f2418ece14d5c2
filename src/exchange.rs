//! Other formats, in and out, and joining histories.
