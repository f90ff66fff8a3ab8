//! Any text as a link template, and any other as a URL to read with it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linkc::link_template::{Kind, LinkTemplate};

fuzz_target!(|texts: (&str, &str)| {
    let (template, url) = texts;
    match LinkTemplate::parse(template) {
        Ok(template) => {
            if let Ok(matcher) = template.matcher(|_| Kind::Any) {
                let _ = matcher.read(url);
            }
        }
        Err(error) => assert!(template.get(error.range).is_some(), "the place is none"),
    }
});
