//! The cases of all languages: known answers, what works, and each way to fail.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::Value;

use crate::obtain::mock::{APP_ID, APP_KEY, CORP_ID, Call, Fault, Mock, Orders};

/// The known answers.
const VECTORS: &str = include_str!("../obtain/vectors.json");

/// A line for the driver: `kind, mode, site, milliseconds, at, nonce, name=value…`, and what has to come of it.
pub(crate) struct Case {
    pub(crate) about: String,
    pub(crate) line: String,
    expected: Expected,
    service: Option<Mock>,
    /// How many requests the service sees; any number, when it does not say.
    requests: Option<usize>,
}

enum Expected {
    /// This signature, and none of the others.
    Signature(String, Vec<String>),
    /// A nonce that logs in this owner.
    Owner(&'static str),
    /// An error of this step, with this status, this code and these words.
    Error(&'static str, &'static str, &'static str, Vec<String>),
    /// Something without a secret.
    Shown,
}

impl Case {
    /// What is wrong about what the driver printed, in its fields.
    pub(crate) fn judge(&self, said: &[&str]) -> Result<(), String> {
        match (&self.expected, said) {
            (Expected::Signature(signature, never), ["signed", made, ..]) => {
                same("the signature", made, signature)?;
                if never.iter().any(|never| never == made) {
                    return Err("that is what must not come out".to_owned());
                }
            }
            (Expected::Owner(owner), ["ok", nonce]) => {
                let found = self.service.as_ref().and_then(|service| service.redeem(nonce)).unwrap_or_default();
                same("the owner", &found, owner)?;
            }
            (Expected::Error(step, status, code, words), ["error", of, with, own, said @ ..]) => {
                same("the step", of, step)?;
                same("the status", with, status)?;
                same("the code", own, code)?;
                let said = said.join(" ");
                if let Some(words) = words.iter().find(|words| !said.contains(words.as_str())) {
                    return Err(format!("`{words}` is not said"));
                }
            }
            (Expected::Shown, ["shown", ..]) => {}
            _ => return Err("that is something else".to_owned()),
        }
        let Some(service) = &self.service else { return Ok(()) };
        if service.written() > 64 << 20 {
            return Err(format!("{} bytes were taken", service.written()));
        }
        match self.requests {
            Some(requests) if requests != service.seen().len() => {
                Err(format!("{} requests, and not {requests}", service.seen().len()))
            }
            _ => Ok(()),
        }
    }
}

fn same(what: &str, found: &str, expected: &str) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what} is not `{expected}`")) }
}

/// The credentials of a mode, those of the known app.
fn given(mode: &str) -> Vec<String> {
    let mut given = vec![format!("app_id={APP_ID}"), format!("app_key={APP_KEY}")];
    given.extend(matches!(mode, "provider-user" | "provider-enterprise-admin").then(|| format!("corp_id={CORP_ID}")));
    given.extend(matches!(mode, "enterprise-user" | "provider-user").then(|| "user_id=alice@ent01".to_owned()));
    given
}

fn sign(about: &str, mode: &str, at: &str, nonce: &str, given: &[String], expected: Expected) -> Case {
    let line = [&["sign", mode, "", "", at, nonce].map(str::to_owned)[..], given].concat().join("\t");
    Case { about: about.to_owned(), line, expected, service: None, requests: None }
}

/// A call of the service, which may fail.
fn call(about: &str, orders: Orders, milliseconds: u32, requests: usize, expected: Expected) -> Case {
    let service = Mock::start(orders, 0);
    let case = at_address(about, &service.url(), milliseconds, expected);
    Case { service: Some(service), requests: Some(requests), ..case }
}

fn at_address(about: &str, address: &str, milliseconds: u32, expected: Expected) -> Case {
    let first = ["obtain", "enterprise-user", address, &milliseconds.to_string(), "", ""].map(str::to_owned);
    let line = [&first[..], &given("enterprise-user")].concat().join("\t");
    Case { about: about.to_owned(), line, expected, service: None, requests: None }
}

fn error(step: &'static str, status: &'static str, code: &'static str, words: &[&str]) -> Expected {
    Expected::Error(step, status, code, words.iter().map(|&words| words.to_owned()).collect())
}

/// All of them, each with a service of its own.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = signatures();
    cases.extend(refused_values());
    cases.extend(what_works());
    cases.extend(documented_errors());
    cases.extend(broken_networks());
    cases.extend(answers_without_sense());
    cases.extend(wrong_places());
    cases
}

fn signatures() -> Vec<Case> {
    let vectors: Value = serde_json::from_str(VECTORS).expect("the known answers");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |name: &str| vectors[name].as_array().cloned().unwrap_or_default();
    let never: Vec<String> = list("never").iter().map(|vector| text(&vector["signature"])).collect();
    assert!(list("signatures").len() == 6 && never.len() == 2, "eight known answers");
    let mut cases = Vec::new();
    for vector in list("signatures") {
        let mode = text(&vector["mode"]);
        let mut given =
            vec![format!("app_id={}", text(&vectors["app_id"])), format!("app_key={}", text(&vectors["app_key"]))];
        for name in ["corp_id", "user_id"] {
            given.extend(vector.get(name).map(|value| format!("{name}={}", text(value))));
        }
        let expected = Expected::Signature(text(&vector["signature"]), never.clone());
        let at = vectors["at"].to_string();
        cases.push(sign("a known answer", &mode, &at, &text(&vectors["nonce"]), &given, expected));
    }
    let mut shown =
        sign("what is printed", "enterprise-user", "1604020000", "", &given("enterprise-user"), Expected::Shown);
    shown.line = shown.line.replacen("sign", "show", 1);
    cases.push(shown);
    cases
}

/// What is refused before anything is sent.
fn refused_values() -> Vec<Case> {
    let nonce = "EycLQsHwxhzK9OW8UEKWNfH2I3CGR2nINuU1EBpQ";
    let long = format!("user_id={}", "x".repeat(65));
    let with = |own: &str| {
        let name = own.split('=').next().unwrap_or_default().to_owned() + "=";
        let others = given("enterprise-user").into_iter().filter(|pair| !pair.starts_with(&name));
        others.chain([own.to_owned()]).collect::<Vec<_>>()
    };
    let credential = |own: &str, words: &str| {
        sign("a credential", "enterprise-user", "1604020000", nonce, &with(own), error("", "", "", &[words]))
    };
    let moment = |at: &str, nonce: &str, words: &str| {
        sign("a moment", "enterprise-user", at, nonce, &given("enterprise-user"), error("", "", "", &[words]))
    };
    vec![
        credential("app_key=", "`app_key` is missing"),
        credential("user_id=", "`user_id` is missing"),
        credential("user_id=a:b", "`user_id` has the separator of the signature in it"),
        credential("user_id=a␊b", "`user_id` has a control character in it"),
        credential("user_name=a␊b", "`user_name` has a control character in it"),
        credential(&long, "`user_id` has more than 64 characters"),
        moment("0", nonce, "`at` must be"),
        moment("1604020000000", nonce, "`at` must be"),
        moment("1604020000", "short", "`nonce` must have 32 to 64 characters"),
        moment("1604020000", &nonce.replace('Q', ":"), "`nonce` has the separator"),
    ]
}

fn what_works() -> Vec<Case> {
    let modes = [
        ("enterprise-user", false, "/alice@ent01"),
        ("enterprise-admin", false, "/"),
        ("provider-user", true, "900000001/alice@ent01"),
        ("provider-enterprise-admin", true, "900000001/"),
        ("provider-admin", true, "/"),
    ];
    let mut cases = Vec::new();
    for (mode, is_provider, owner) in modes {
        let orders = Orders { is_provider, ..Orders::default() };
        let mut case = call("a mode", orders, 20_000, 2, Expected::Owner(owner));
        let address = case.service.as_ref().map(Mock::url).unwrap_or_default();
        let first = ["obtain", mode, &address, "20000", "", ""].map(str::to_owned);
        let more = if mode.ends_with("user") { vec!["user_name=张三 \"O'Hara\"".to_owned()] } else { Vec::new() };
        case.line = [&first[..], &given(mode), &more].concat().join("\t");
        cases.push(case);
    }
    let fault = Some((Call::Nonce, Fault::Status(500, "USG.500", "oops")));
    let orders = Orders { fault, times: Some(2), ..Orders::default() };
    cases.push(call("the third try", orders, 20_000, 4, Expected::Owner("/alice@ent01")));
    cases
}

fn failing(of: Call, fault: Fault, requests: usize, expected: Expected) -> Case {
    let about = format!("{of:?} {:.60}", format!("{fault:?}"));
    let orders = Orders { fault: Some((of, fault)), ..Orders::default() };
    call(&about, orders, 20_000, requests, expected)
}

fn documented_errors() -> Vec<Case> {
    let mut cases = Vec::new();
    for (status, text, words) in [
        (400, "400", "a parameter is wrong"),
        (401, "401", "the signature, or what it was made of, is not accepted"),
        (403, "403", "this caller may not do that"),
        (412, "412", "the account is deactivated"),
        (423, "423", "the account is locked"),
        (500, "500", "the service failed"),
    ] {
        let fault = Fault::Status(status, "USG.206030000", "it is so");
        let said = format!("the step `authenticate` failed with {status}: {words}; there is no such user");
        let expected = error("authenticate", text, "USG.206030000", &[&said, "the service says: it is so"]);
        cases.push(failing(Call::Authenticate, fault, 1, expected));
    }
    for (status, text, requests, words) in [
        (400, "400", 2, "a parameter is wrong"),
        (401, "401", 2, "the access token is not accepted"),
        (500, "500", 4, "the service failed"),
    ] {
        let said = format!("the step `nonce` failed with {status}: {words}");
        cases.push(failing(Call::Nonce, Fault::Status(status, "", ""), requests, error("nonce", text, "", &[&said])));
    }
    let tea = error("nonce", "418", "X", &["418, which the documents do not list", "tea"]);
    cases.push(failing(Call::Nonce, Fault::Status(418, "X", "tea"), 2, tea));
    // The key is never sent; a service that knows it could say it all the same.
    let told = Fault::Status(403, "example-app-key-not-a-real-secret", "not example-app-key-not-a-real-secret");
    cases.push(failing(Call::Authenticate, told, 1, error("authenticate", "403", "******", &["not ******"])));
    let body = Fault::Body(r#"{ "error_code": "MMC.206010025", "error_msg": "no" }"#);
    let expected = error("authenticate", "200", "MMC.206010025", &["the check of the app ID failed"]);
    cases.push(failing(Call::Authenticate, body, 1, expected));
    let behind = error("authenticate", "401", "USG.206010025", &["seconds behind that of the service", "that is why"]);
    cases.push(call("clocks", Orders { skew: 3600, ..Orders::default() }, 20_000, 1, behind));
    let fault = Some((Call::Authenticate, Fault::Status(401, "", "")));
    let ahead = error("authenticate", "401", "", &["ahead of", "may be why"]);
    cases.push(call("clocks", Orders { skew: -300, fault, ..Orders::default() }, 20_000, 1, ahead));
    cases
}

fn broken_networks() -> Vec<Case> {
    let mut cases = Vec::new();
    for (of, step, requests) in [(Call::Authenticate, "authenticate", 1), (Call::Nonce, "nonce", 2)] {
        for fault in [Fault::Hang, Fault::Drip] {
            let about = format!("{of:?} {fault:?}");
            let orders = Orders { fault: Some((of, fault)), ..Orders::default() };
            let expected = error(step, "", "", &["got no whole answer from"]);
            cases.push(call(&about, orders, 3000, requests, expected));
        }
        let requests = if step == "nonce" { 4 } else { requests };
        for fault in [Fault::CloseEarly, Fault::CloseInside] {
            cases.push(failing(of, fault, requests, error(step, "", "", &["broke in the step"])));
        }
    }
    for (fault, words) in [(Fault::Huge, "larger than 256 KiB"), (Fault::HugeHeader, "the step `authenticate`")] {
        let mut case = failing(Call::Authenticate, fault, 1, error("authenticate", "", "", &[words]));
        case.requests = None;
        cases.push(case);
    }
    cases.push(failing(Call::Nonce, Fault::Garbage, 2, error("nonce", "", "", &["no HTTP answer"])));
    cases
}

fn answers_without_sense() -> Vec<Case> {
    let deep: &'static str = Box::leak("[".repeat(100_000).into_boxed_str());
    let mut cases = Vec::new();
    for (body, words) in [
        ("", "an answer without a body"),
        ("<html>Log in</html>", "an answer that is not JSON"),
        ("{", "an answer that is not JSON"),
        (deep, "an answer that is not JSON"),
        ("{} {}", "an answer that is not JSON"),
        (r#"{ "nonce": "a" "#, "an answer that is not JSON"),
        (r#"{ "nonce": '7' }"#, "an answer that is not JSON"),
        (r#"{ "nonce": 01 }"#, "an answer that is not JSON"),
        ("[]", "there is no text at `/nonce`"),
        ("{}", "there is no text at `/nonce`"),
        ("null", "there is no text at `/nonce`"),
        (r#"{ "nonce": 7.5e3, "x": [true, null, {}, [], ""] }"#, "there is no text at `/nonce`"),
        (r#"{ "nonce": "" }"#, "there is no text at `/nonce`"),
        (r#"{ "nonce": "a\r\nb" }"#, "there is a control character"),
        (r#"{ "nonce": "a\u0085b" }"#, "there is a control character"),
    ] {
        cases.push(failing(Call::Nonce, Fault::Body(body), 2, error("nonce", "200", "", &[words])));
    }
    let token = Fault::Body(r#"{ "accessToken": "a\nX-Evil: 1" }"#);
    let expected = error("authenticate", "200", "", &["there is a control character"]);
    cases.push(failing(Call::Authenticate, token, 1, expected));
    let token = Fault::Body(r#"{ "accessToken": "\u4e2d\ud83d\ude00" }"#);
    let expected = error("nonce", "", "", &["a character that cannot be in the field `X-Access-Token`"]);
    cases.push(failing(Call::Authenticate, token, 1, expected));
    cases
}

/// Where nothing may be sent, or nobody is.
fn wrong_places() -> Vec<Case> {
    let mut cases = Vec::new();
    for (of, step, requests) in [(Call::Authenticate, "authenticate", 1), (Call::Nonce, "nonce", 2)] {
        for to in ["https://evil.example.com/", "http://127.0.0.1:9/", "/here"] {
            let expected = error(step, "307", "", &["was redirected", "which is not followed"]);
            cases.push(failing(of, Fault::Redirect(to.to_owned()), requests, expected));
        }
    }
    for address in [
        "http://api.example.com",
        "http://127.0.0.1.example.com",
        "http://192.0.2.1",
        "http://127.0.0.1@192.0.2.1",
        "ftp://127.0.0.1",
        "https://user:pass@api.example.com",
        "https://api.example.com/?a=b",
        "https://api.example.com/#a",
        "https://",
        "api.example.com",
        "",
    ] {
        let words = ["the address of the service must be"];
        cases.push(at_address("an address", address, 5000, error("", "", "", &words)));
    }
    let gone = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("it is bound");
    let nobody = error("authenticate", "", "", &["cannot connect to `127.0.0.1`"]);
    cases.push(at_address("nobody there", &format!("http://{gone}"), 20_000, nobody));
    let plain = format!("https://{}", without_tls());
    let insecure = error("authenticate", "", "", &["no secure connection to `127.0.0.1`"]);
    cases.push(at_address("no TLS", &plain, 20_000, insecure));
    cases
}

/// A server that speaks no TLS and says so at once. What it reads must have nothing of the request in it.
fn without_tls() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().filter_map(Result::ok) {
            let mut bytes = [0; 4096];
            let read = stream.read(&mut bytes).unwrap_or(0);
            let is_told = String::from_utf8_lossy(&bytes[..read]).contains(APP_ID);
            let status = if is_told { "200 Told" } else { "400 Bad Request" };
            let _ = stream.write_all(format!("HTTP/1.1 {status}\r\n\r\n").as_bytes());
        }
    });
    address
}
