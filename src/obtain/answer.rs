//! Reading the service's answers: the results, or why there are none, in the words of the documents.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use serde_json::Value as Json;

use super::{DocumentedError, GeneratedKind, Obtain, Step, Values};

/// How far clocks may differ before it is worth a word, in seconds.
const NOTICEABLE: u64 = 60;

/// What is shown of the service's own words.
const LONGEST_QUOTE: usize = 200;

/// An HTTP answer.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: &'a [u8],
    /// The field `Date`, as it came.
    pub date: Option<&'a str>,
    /// The field `Location`, as it came.
    pub location: Option<&'a str>,
}

/// Why a step has no results. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// One lowercase line.
    pub message: String,
    /// What to do, one line each.
    pub help: Vec<String>,
    /// Whether another try can help: it was the service's own fault.
    pub is_passing: bool,
}

impl Refused {
    fn new(message: String) -> Self {
        Self { message, help: Vec::new(), is_passing: false }
    }
}

impl Step {
    /// Takes the results of the step out of its answer, into `values`. `now` is the caller's clock, in seconds since
    /// 1970.
    ///
    /// # Errors
    ///
    /// An answer that is an error, or that does not hold what the declaration says.
    pub fn read(&self, obtain: &Obtain, answer: &Answer<'_>, now: u64, values: &mut Values) -> Result<(), Refused> {
        let json: Option<Json> = serde_json::from_slice(answer.body).ok();
        let step = &self.name.value;
        match answer.status {
            200..=299 => {}
            300..=399 => return Err(self.redirected(answer, values, obtain)),
            _ => return Err(self.refused(obtain, answer, json.as_ref(), now, values)),
        }
        let Some(json) = json else {
            let what = if answer.body.is_empty() { "an answer without a body" } else { "an answer that is not JSON" };
            let mut refused = Refused::new(format!("the step `{step}` got {what}"));
            refused.help.push("is the address that of the service, and not of a proxy or a login page?".to_owned());
            return Err(refused);
        };
        // Some services say in the body of a 200 that something went wrong.
        let results: Vec<Option<&str>> = self
            .results
            .iter()
            .map(|result| json.pointer(&result.pointer)?.as_str().filter(|it| !it.is_empty()))
            .collect();
        if results.contains(&None) && own_code(obtain, &json).is_some() {
            return Err(self.refused(obtain, answer, Some(&json), now, values));
        }
        for (result, found) in self.results.iter().zip(results) {
            let place = || format!("`{}` in the answer to the step `{step}`", result.pointer);
            let Some(found) = found else {
                let mut refused = Refused::new(format!("there is no text at {}", place()));
                refused.help.push("the service has changed, or the schema is wrong".to_owned());
                return Err(refused);
            };
            // It goes into a header or a link, where a control character would begin something else.
            if found.chars().any(char::is_control) {
                return Err(Refused::new(format!("there is a control character in the text at {}", place())));
            }
            values.set(result.name.value.clone(), found);
        }
        Ok(())
    }

    fn redirected(&self, answer: &Answer<'_>, values: &Values, obtain: &Obtain) -> Refused {
        let host = answer.location.and_then(|location| url::Url::parse(location).ok());
        let target = match host.as_ref().and_then(|url| url.host_str()) {
            Some(host) => format!("`{}`", quote(host, values, obtain)),
            None => "another place".to_owned(),
        };
        let step = &self.name.value;
        let mut refused = Refused::new(format!(
            "the step `{step}` was redirected to {target} ({}), which is not followed",
            answer.status
        ));
        refused.help.push("what was sent here is for this service alone; check the site or `--base-url`".to_owned());
        refused
    }

    fn refused(&self, obtain: &Obtain, answer: &Answer<'_>, json: Option<&Json>, now: u64, values: &Values) -> Refused {
        let code = json.and_then(|json| own_code(obtain, json));
        let status = answer.status.to_string();
        let by_status = self.errors.iter().find(|error| error.code.value == status);
        let by_code = code.as_deref().and_then(|code| obtain.failures.codes.iter().find(|error| is_code(error, code)));
        let step = &self.name.value;
        let mut message = format!("the step `{step}` failed with {status}");
        for (index, known) in by_status.into_iter().chain(by_code).enumerate() {
            message.push_str(if index == 0 { ": " } else { "; " });
            message.push_str(&known.meaning);
        }
        if by_status.is_none() && by_code.is_none() {
            message.push_str(", which the documents do not list");
        }
        let mut refused = Refused::new(message);
        let words = |pointer: &Option<String>| json?.pointer(pointer.as_deref()?).and_then(Json::as_str);
        let words = words(&obtain.failures.message).map(|words| quote(words, values, obtain));
        let code = code.map(|code| quote(&code, values, obtain));
        match (code, words) {
            (Some(code), Some(words)) => refused.help.push(format!("the service says: {words} ({code})")),
            (Some(only), None) | (None, Some(only)) => refused.help.push(format!("the service says: {only}")),
            (None, None) => {}
        }
        if by_status.into_iter().chain(by_code).any(|error| error.clock) {
            refused.help.extend(clock_help(obtain, answer.date, now));
        }
        refused.help.extend(by_code.into_iter().chain(by_status).filter_map(|error| error.help.clone()));
        refused.is_passing = answer.status >= 500;
        refused
    }
}

/// The service's own code, a text or a number.
fn own_code(obtain: &Obtain, json: &Json) -> Option<String> {
    match json.pointer(obtain.failures.code.as_deref()?)? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether `code` is the documented one; services put the name of a part of theirs before it: `USG.206010025`.
fn is_code(error: &DocumentedError, code: &str) -> bool {
    code == error.code.value || code.rsplit('.').next() == Some(&error.code.value)
}

/// What the clocks say, if they can be the cause.
fn clock_help(obtain: &Obtain, date: Option<&str>, now: u64) -> Option<String> {
    // An HTTP date (RFC 9110, section 5.6.7) is one of RFC 2822, its zone by its old name.
    let date: Timestamp = DateTimeParser::new().parse_timestamp(date?.trim()).ok()?;
    let theirs = u64::try_from(date.as_second()).ok()?;
    let lifetime = obtain.generated.iter().find_map(|field| match field.kind {
        GeneratedKind::Expiry { lifetime } => Some(lifetime),
        GeneratedKind::Nonce { .. } => None,
    });
    let (skew, direction) = (theirs.abs_diff(now), if theirs > now { "behind" } else { "ahead of" });
    if skew < NOTICEABLE {
        return None;
    }
    let limit = lifetime.map(|lifetime| format!("; a signature is good for {lifetime} seconds")).unwrap_or_default();
    let likely = if lifetime.is_some_and(|lifetime| skew >= lifetime) { "that is why" } else { "that may be why" };
    Some(format!(
        "the clock here is {skew} seconds {direction} that of the service, and {likely}{limit}: set it by NTP"
    ))
}

/// Words of the service, fit to be shown: short, on one line, without anything secret.
fn quote(words: &str, values: &Values, obtain: &Obtain) -> String {
    let words = values.redacted(words, obtain);
    let mut shown: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_QUOTE).collect();
    if words.chars().nth(LONGEST_QUOTE).is_some() {
        shown.push('…');
    }
    shown
}
