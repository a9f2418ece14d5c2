//! Keeping a program from writing outside of its folder and from signalling strangers: Landlock, where the kernel has it.

use std::path::Path;

/// Raises the wall around this process and all that it starts; whether there is one.
#[cfg(target_os = "linux")]
pub fn raise(folder: &Path) -> bool {
    use landlock::{
        ABI, AccessFs, PathBeneath, PathFd, RestrictionStatus, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError, RulesetStatus,
        Scope, make_bitflags,
    };
    let raise = || -> Result<RestrictionStatus, Box<dyn std::error::Error>> {
        let writing = AccessFs::from_write(ABI::V3);
        let rules = Ruleset::default().handle_access(writing)?.scope(Scope::Signal)?.create()?;
        let rules = rules.add_rule(PathBeneath::new(PathFd::new(folder)?, writing))?;
        // What is thrown away may be written.
        let rules = rules.add_rule(PathBeneath::new(PathFd::new("/dev/null")?, make_bitflags!(AccessFs::{WriteFile | Truncate})))?;
        let status: Result<RestrictionStatus, RulesetError> = rules.restrict_self();
        Ok(status?)
    };
    raise().is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

/// Raises no wall: this system has none that a program can raise around itself.
#[cfg(not(target_os = "linux"))]
pub fn raise(_folder: &Path) -> bool {
    false
}
