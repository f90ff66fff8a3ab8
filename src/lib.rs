//! linkc, a compiler and validator for app links, as a library.

pub mod diagnostic;
pub mod link_template;
pub mod nearest;
pub mod source;
pub mod suspects;
pub mod yaml;
