//! The screens, one file each.

pub mod help;
pub mod home;
pub mod problems;
pub mod study;
