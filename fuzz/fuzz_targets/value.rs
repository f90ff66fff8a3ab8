//! Any text as a value with references; an escaped one is itself again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linkc::value::{ValueText, escape};

fuzz_target!(|text: &str| {
    if let Err(error) = ValueText::parse(text) {
        assert!(text.get(error.range).is_some(), "the place is none");
    }
    let escaped = ValueText::parse(&escape(text)).expect("an escaped text is a value");
    assert_eq!(escaped.as_literal(), Some(text));
});
