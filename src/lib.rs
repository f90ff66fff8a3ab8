//! linkc, a compiler and validator for app links, as a library.

pub mod link_template;
