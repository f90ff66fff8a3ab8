//! The command `linkc`.

fn main() {}
