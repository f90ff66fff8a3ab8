//! Link templates: the official suite, syntax errors as a person sees them, reading back, properties.
//!
//! The suite is the judge of expansion and has no list of expected failures; everything else that can be said in
//! general is a property.

mod errors;
mod matching;
mod parts;
mod properties;
mod suite;
