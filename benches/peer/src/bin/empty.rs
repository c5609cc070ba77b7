//! A program that does nothing: what a process costs at least.

fn main() {}
