//! The `sqrtd` program.

fn main() {}
