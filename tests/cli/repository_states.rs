//! The states in which people have their repositories: a commit is what git makes of the same files in all that git
//! tells, or is refused by name with not a byte changed.

mod as_git;
mod refused;
