//! The one test binary.

/// RFC 6570 and reading back.
mod link_template;
/// The tree of YAML, its places, limits and messages.
mod yaml;
