//! Talking to a vendor's service: the steps of a declaration, one request after the other. The only place with a
//! network.
//!
//! What is sent is for one host alone: redirects are not followed, and only HTTPS leaves this machine. A request that
//! has used something up is never sent again. All waiting and all reading has a limit.

use std::time::{Duration, Instant};

use linkc::nearest::one_of;
use linkc::obtain::{Answer, BoundObtain, Mode, Obtain, Refused, Request, Step, Values};
use linkc::source::Spanned;
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};
use ureq::Agent;

use super::Failure;
use super::asked::{moment, now};
use super::output::Output;

/// What is read of an answer, at most. A token and all about it is a hundredth of that.
const LARGEST_ANSWER: u64 = 256 << 10;
/// How often a request is tried, where it may be tried again.
const TRIES: u32 = 3;
/// How long is waited before the second try; before the third, it is four times as long.
const FIRST_WAIT: Duration = Duration::from_millis(300);
/// How long it may take to be connected.
const CONNECT: Duration = Duration::from_secs(10);

/// How the service is talked to, as typed.
pub(crate) struct Contact<'a> {
    pub(crate) base_url: Option<&'a str>,
    /// In seconds, for one request.
    pub(crate) timeout: u64,
    pub(crate) verbose: bool,
}

/// A service that is ready to be asked.
pub(crate) struct Service<'s> {
    obtain: &'s Obtain,
    mode: &'s Mode,
    base: String,
    host: String,
    timeout: u64,
    verbose: bool,
    agent: Agent,
}

/// A request that got no answer.
struct Unanswered {
    failure: Failure,
    /// Whether the service cannot have seen the request.
    is_unsent: bool,
    /// Whether another try can help.
    is_passing: bool,
}

impl<'s> Service<'s> {
    /// The service at the site that was asked for, or at the address that was given instead.
    pub(crate) fn new(
        bound: &BoundObtain<'s>,
        site: Option<&Spanned<String>>,
        contact: &Contact<'_>,
    ) -> Result<Self, Failure> {
        let obtain = bound.obtain;
        let Some(mode) = bound.mode else {
            return Err(Failure::new("nobody said who asks").help("say it with `--mode`"));
        };
        let base = match (contact.base_url, site.and_then(|site| obtain.site(&site.value)), obtain.sites.as_slice()) {
            (Some(base), _, _) => base.to_owned(),
            (None, Some(site), _) => site.url.clone(),
            (None, None, [only]) => only.url.clone(),
            (None, None, sites) => {
                let names = sites.iter().map(|site| site.name.value.as_str());
                return Err(Failure::new("nobody said which site of the service to ask")
                    .help(format!("`--site` is {}; it is the one that the app ID is of", one_of(names))));
            }
        };
        let (host, is_plain) = judge(&base)?;
        let timeout = Duration::from_secs(contact.timeout);
        let mut config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .timeout_connect(Some(CONNECT.min(timeout)))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .https_only(!is_plain)
            .user_agent(concat!("linkc/", env!("CARGO_PKG_VERSION")));
        // What stays on this machine needs no proxy, and would leave it with one.
        if is_plain {
            config = config.proxy(None);
        }
        let agent = config.build().into();
        Ok(Self { obtain, mode, base, host, timeout: contact.timeout, verbose: contact.verbose, agent })
    }

    /// Runs the steps. `values` holds the credentials; they are wiped when this is over.
    pub(crate) fn obtain(&self, mut values: Values, output: &mut Output) -> Result<SecretString, Failure> {
        self.obtain.sign(self.mode, &mut values, &moment(self.obtain, None, None)?);
        // From here on, nothing needs the key.
        values.forget(&self.obtain.signature.key.value);
        for (index, step) in self.obtain.steps.iter().enumerate() {
            if self.verbose {
                let steps = self.obtain.steps.len();
                output.notice(&format!("step {} of {steps}, {}: {}\n", index + 1, step.name.value, step.title))?;
                for line in step.shown(self.obtain, &self.base, &values) {
                    output.notice(&format!("> {line}\n"))?;
                }
            }
            self.run(step, &mut values, output)?;
        }
        let result = values.get(&self.obtain.result.value).map(SecretString::from);
        result.ok_or_else(|| Failure::new("the service gave no result"))
    }

    /// Runs one step, more than once where that can help and uses nothing up.
    fn run(&self, step: &Step, values: &mut Values, output: &mut Output) -> Result<(), Failure> {
        let mut wait = FIRST_WAIT;
        for attempt in 1.. {
            let request = step.request(self.obtain, &self.base, values);
            let (failure, may_retry) = match self.send(step, &request, values, output)? {
                Ok(()) => return Ok(()),
                Err(Ended::Refused(refused)) => {
                    let may_retry = refused.is_passing && step.consumes.is_none();
                    (failure_of(refused), may_retry)
                }
                Err(Ended::Unanswered(unanswered)) => {
                    let may_retry = unanswered.is_passing && (unanswered.is_unsent || step.consumes.is_none());
                    (unanswered.failure, may_retry)
                }
            };
            if !may_retry || attempt >= TRIES {
                return Err(match attempt {
                    1 => failure,
                    _ => Failure { message: format!("{}, {attempt} times", failure.message), ..failure },
                });
            }
            if self.verbose {
                output.notice(&format!("! {}; trying again\n", failure.message))?;
            }
            std::thread::sleep(wait);
            wait *= 4;
        }
        unreachable!("the last try returns")
    }

    fn send(
        &self,
        step: &Step,
        request: &Request,
        values: &mut Values,
        output: &mut Output,
    ) -> Result<Result<(), Ended>, Failure> {
        let start = Instant::now();
        let exchange = match self.exchange(request) {
            Ok(exchange) => exchange,
            Err(error) => return Ok(Err(Ended::Unanswered(self.unanswered(step, &error)))),
        };
        if self.verbose {
            let (status, size, time) =
                (exchange.status, exchange.body.expose_secret().len(), start.elapsed().as_millis());
            output.notice(&format!("< {status}, {size} bytes in {time} ms\n"))?;
        }
        let answer = Answer {
            status: exchange.status,
            body: exchange.body.expose_secret(),
            date: exchange.date.as_deref(),
            location: exchange.location.as_deref(),
        };
        Ok(step.read(self.obtain, &answer, now(), values).map_err(Ended::Refused))
    }

    fn exchange(&self, request: &Request) -> Result<Exchange, ureq::Error> {
        let mut builder = ureq::http::Request::builder().method(request.method.as_str()).uri(&request.url);
        for (name, value) in &request.headers {
            builder = builder.header(name, value.expose_secret());
        }
        let body = request.body.as_ref().map(|body| body.expose_secret().to_owned()).unwrap_or_default();
        let mut response = self.agent.run(builder.body(body).map_err(ureq::Error::Http)?)?;
        let field = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (date, location) = (field("date"), field("location"));
        let body = response.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec()?;
        Ok(Exchange { status: response.status().as_u16(), body: body.into(), date, location })
    }

    /// Why there is no answer, in words that hold nothing of the request.
    fn unanswered(&self, step: &Step, error: &ureq::Error) -> Unanswered {
        use std::io::ErrorKind;
        use ureq::{Error, Timeout};

        let (host, name) = (&self.host, &step.name.value);
        let is_early = |kind: ErrorKind| {
            matches!(kind, ErrorKind::ConnectionRefused | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable)
        };
        let (message, help, is_unsent, is_passing) = match error {
            Error::HostNotFound => (
                format!("the step `{name}` found no host `{host}`"),
                "is the address right, and does this machine reach the network?",
                true,
                true,
            ),
            Error::ConnectionFailed => (
                format!("the step `{name}` cannot connect to `{host}`"),
                "is the address right, and does a firewall or a proxy stand between?",
                true,
                true,
            ),
            Error::Io(error) if is_early(error.kind()) => (
                format!("the step `{name}` cannot connect to `{host}`: nobody answers there"),
                "is the address right, and does a firewall or a proxy stand between?",
                true,
                true,
            ),
            Error::Timeout(Timeout::Connect | Timeout::Resolve) => (
                format!("the step `{name}` was not connected to `{host}` in time"),
                "is the address right, and does a firewall or a proxy stand between?",
                true,
                false,
            ),
            Error::Timeout(_) => (
                format!("the step `{name}` got no whole answer from `{host}` within {} seconds", self.timeout),
                "try again later, or give it longer with `--timeout`",
                false,
                false,
            ),
            Error::BodyExceedsLimit(_) => (
                format!(
                    "the step `{name}` got an answer larger than {} KiB, which is none of this service",
                    LARGEST_ANSWER >> 10
                ),
                "is the address that of the service?",
                false,
                false,
            ),
            Error::Rustls(_) | Error::Tls(_) => (
                format!("the step `{name}` has no secure connection to `{host}`: {error}"),
                "the certificate has to be that of the service; nothing was sent",
                true,
                false,
            ),
            Error::Io(inner) if inner.kind() == ErrorKind::InvalidData => (
                format!("the step `{name}` has no secure connection to `{host}`: {inner}"),
                "the certificate has to be that of the service; nothing was sent",
                true,
                false,
            ),
            Error::Io(_) => {
                (format!("the connection to `{host}` broke in the step `{name}`"), "try again later", false, true)
            }
            _ => (
                format!("the step `{name}` got no HTTP answer from `{host}` that can be read"),
                "is the address that of the service?",
                false,
                false,
            ),
        };
        Unanswered { failure: Failure::new(message).help(help), is_unsent, is_passing }
    }
}

/// Why a request has no results.
enum Ended {
    Refused(Refused),
    Unanswered(Unanswered),
}

/// An answer, read. Its body holds a token.
struct Exchange {
    status: u16,
    body: SecretSlice<u8>,
    date: Option<String>,
    location: Option<String>,
}

fn failure_of(refused: Refused) -> Failure {
    let help = refused.help.join("\n        ");
    let failure = Failure::new(refused.message);
    if help.is_empty() { failure } else { failure.help(help) }
}

/// The host of an address that secrets may be sent to, and whether it is plain HTTP on this machine.
fn judge(base: &str) -> Result<(String, bool), Failure> {
    let wrong = |reason: &str| {
        Failure::new(format!("`--base-url` is not the address of a service: {reason}")).help(
            "it is `https://`, a host, and perhaps a path; on this machine, as `http://127.0.0.1:8080`, also HTTP",
        )
    };
    let url = url::Url::parse(base).map_err(|error| wrong(&error.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("it has a user or a password in it"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("it has a query or a fragment"));
    }
    let is_here = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let host = url.host_str().unwrap_or_default().to_owned();
    match url.scheme() {
        "https" => Ok((host, false)),
        "http" if is_here => Ok((host, true)),
        "http" => Err(wrong("without HTTPS, everyone on the way could read what is sent")),
        _ => Err(wrong("it is neither HTTPS nor HTTP")),
    }
}
