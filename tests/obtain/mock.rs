//! The vendor's service, as its documents describe it (Server API Reference, Authenticating an App ID and Obtaining a
//! Nonce; Developer Guide, chapter 3): a real HTTP server on this machine.
//!
//! It is written from the documents and shares nothing with the client: it reads HTTP by hand, and computes HMAC from
//! its definition (RFC 2104). It can be told to fail in each way that the documents name, and in those that networks
//! know.

/// The bytes.
mod wire;

use std::collections::BTreeSet;
use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub use wire::{Seen, hmac};
use wire::{hex, read};

/// The app that the service knows.
pub const APP_ID: &str = "00112233445566778899aabbccddeeff";
/// Its key.
pub const APP_KEY: &str = "example-app-key-not-a-real-secret";
/// The enterprise that the service provider serves.
pub const CORP_ID: &str = "900000001";

const AUTHENTICATE: &str = "/v2/usg/acs/auth/appauth";
const NONCE: &str = "/v1/usg/acs/auth/portal-ref-nonce";

/// One of the two calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Authenticate,
    Nonce,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A status, with the service's own code and words.
    Status(u16, &'static str, &'static str),
    /// No answer, ever.
    Hang,
    /// A byte of the answer every now and then.
    Drip,
    /// The connection is closed before the answer.
    CloseEarly,
    /// The connection is closed in the middle of the answer's body.
    CloseInside,
    /// A body of ten gigabytes.
    Huge,
    /// A header without end.
    HugeHeader,
    /// This body, and the status 200.
    Body(&'static str),
    /// A redirect to this address.
    Redirect(String),
    /// Not HTTP.
    Garbage,
}

/// What the service is told to be.
#[derive(Debug, Clone, Default)]
pub struct Orders {
    /// Whether the app is a service provider's, which serves several enterprises.
    pub is_provider: bool,
    /// How far the service's clock is ahead, in seconds.
    pub skew: i64,
    /// What goes wrong in a call.
    pub fault: Option<(Call, Fault)>,
    /// How often it goes wrong before it works; always, when there is none.
    pub times: Option<u64>,
}

#[derive(Default)]
struct State {
    seen: Vec<Seen>,
    /// Random texts of signatures that were used.
    used: BTreeSet<String>,
    /// Tokens and their owners.
    tokens: Vec<(String, String)>,
    /// Nonces that were given out and not yet used, and whom each logs in.
    nonces: Vec<(String, String)>,
    counter: u64,
    faults: u64,
}

struct Shared {
    orders: Orders,
    state: Mutex<State>,
    written: AtomicU64,
    is_over: AtomicBool,
}

/// The service, running until it is dropped.
pub struct Mock {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Mock {
    /// Starts the service on a port of its own, or on `port`.
    pub fn start(orders: Orders, port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("a port on this machine");
        let address = listener.local_addr().expect("it is bound");
        let state = Mutex::default();
        let shared = Arc::new(Shared { orders, state, written: AtomicU64::new(0), is_over: AtomicBool::new(false) });
        let for_thread = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                if for_thread.is_over.load(Ordering::Relaxed) {
                    return;
                }
                let shared = Arc::clone(&for_thread);
                std::thread::spawn(move || shared.serve(stream));
            }
        });
        Self { address, shared }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that came, in their order.
    pub fn seen(&self) -> Vec<Seen> {
        self.state().seen.clone()
    }

    /// How many bytes of endless answers were taken.
    pub fn written(&self) -> u64 {
        self.shared.written.load(Ordering::Relaxed)
    }

    /// Whom a nonce logs in; it works once.
    pub fn redeem(&self, nonce: &str) -> Option<String> {
        let mut state = self.state();
        let at = state.nonces.iter().position(|(known, _)| known == nonce)?;
        Some(state.nonces.remove(at).1)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.shared.state.lock().expect("no request panics")
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(self.address));
    }
}

struct Reply {
    status: u16,
    body: Value,
}

fn refused(status: u16, code: &str, message: &str) -> Reply {
    Reply { status, body: json!({ "error_code": code, "error_msg": message, "request_id": "4f1c" }) }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) {
        let Some(seen) = read(&mut stream) else { return };
        let call = match seen.path.as_str() {
            AUTHENTICATE => Some(Call::Authenticate),
            NONCE => Some(Call::Nonce),
            _ => None,
        };
        let fault = {
            let mut state = self.state.lock().expect("no request panics");
            state.seen.push(seen.clone());
            let fault = self.orders.fault.as_ref().filter(|(of, _)| Some(*of) == call).map(|(_, fault)| fault.clone());
            let fault = fault.filter(|_| self.orders.times.is_none_or(|times| state.faults < times));
            state.faults += u64::from(fault.is_some());
            fault
        };
        // A client that goes away is its own business.
        let _ = if let Some(fault) = fault {
            self.fail(&mut stream, &fault)
        } else {
            let reply = match call {
                Some(Call::Authenticate) => self.authenticate(&seen),
                Some(Call::Nonce) => self.nonce(&seen),
                None => refused(404, "USG.404", "no such resource"),
            };
            self.send(&mut stream, reply.status, "", reply.body.to_string().as_bytes())
        };
    }

    fn now(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        i64::try_from(now).expect("a while to go") + self.orders.skew
    }

    fn head(&self, status: u16, more: &str, length: u64) -> String {
        let date = jiff::Timestamp::from_second(self.now()).expect("a date");
        let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&date).expect("a date");
        format!(
            "HTTP/1.1 {status} X\r\nDate: {date}\r\nContent-Type: application/json;charset=UTF-8\r\n{more}Content-Length: \
             {length}\r\nConnection: close\r\n\r\n"
        )
    }

    fn send(&self, stream: &mut TcpStream, status: u16, more: &str, body: &[u8]) -> std::io::Result<()> {
        stream.write_all(self.head(status, more, body.len() as u64).as_bytes())?;
        stream.write_all(body)?;
        stream.flush()
    }

    fn fail(&self, stream: &mut TcpStream, fault: &Fault) -> std::io::Result<()> {
        match fault {
            Fault::Status(status, code, message) => {
                let body = refused(*status, code, message).body.to_string();
                self.send(stream, *status, "", body.as_bytes())
            }
            Fault::Hang => {
                while !self.is_over.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Ok(())
            }
            Fault::Drip => {
                stream.write_all(self.head(200, "", 100_000).as_bytes())?;
                while !self.is_over.load(Ordering::Relaxed) {
                    stream.write_all(b" ")?;
                    stream.flush()?;
                    std::thread::sleep(Duration::from_millis(50));
                }
                Ok(())
            }
            Fault::CloseEarly => Ok(()),
            Fault::CloseInside => {
                stream.write_all(self.head(200, "", 1000).as_bytes())?;
                stream.write_all(b"{ \"accessToken\": \"ab")
            }
            Fault::Huge => {
                stream.write_all(self.head(200, "", 10 << 30).as_bytes())?;
                let chunk = vec![b' '; 65536];
                for _ in 0..(10_u64 << 30) / 65536 {
                    stream.write_all(&chunk)?;
                    self.written.fetch_add(65536, Ordering::Relaxed);
                }
                Ok(())
            }
            Fault::HugeHeader => {
                stream.write_all(b"HTTP/1.1 200 X\r\nX-Filler: ")?;
                let chunk = vec![b'x'; 65536];
                for _ in 0..(10_u64 << 30) / 65536 {
                    stream.write_all(&chunk)?;
                    self.written.fetch_add(65536, Ordering::Relaxed);
                }
                Ok(())
            }
            Fault::Body(body) => self.send(stream, 200, "", body.as_bytes()),
            Fault::Redirect(to) => self.send(stream, 307, &format!("Location: {to}\r\n"), b""),
            Fault::Garbage => stream.write_all(b"220 mail.example.com ESMTP\r\n"),
        }
    }

    fn authenticate(&self, seen: &Seen) -> Reply {
        let bad = |message: &str| refused(400, "USG.201080001", message);
        let wrong = |message: &str| refused(401, "USG.206010025", message);
        if seen.method != "POST" {
            return refused(405, "USG.405", "method not allowed");
        }
        if seen.header("Content-Type") != Some("application/json; charset=UTF-8") {
            return bad("Content-Type");
        }
        if seen.header("X-Token-Type") != Some("LongTicket") {
            return bad("X-Token-Type");
        }
        let Ok(Value::Object(body)) = serde_json::from_str::<Value>(&seen.body) else {
            return bad("the body is no object");
        };
        let known = [
            "appId",
            "clientType",
            "corpId",
            "expireTime",
            "nonce",
            "userId",
            "userName",
            "userEmail",
            "userPhone",
            "deptCode",
        ];
        if let Some(unknown) = body.keys().find(|key| !known.contains(&key.as_str())) {
            return bad(unknown);
        }
        let text = |name: &str| match body.get(name) {
            None => Some(""),
            Some(Value::String(text)) => Some(text.as_str()),
            Some(_) => None,
        };
        let (Some(app_id), Some(corp_id), Some(user_id), Some(nonce)) =
            (text("appId"), text("corpId"), text("userId"), text("nonce"))
        else {
            return bad("a text is none");
        };
        if !(1..=64).contains(&app_id.chars().count()) || user_id.chars().count() > 64 {
            return bad("length");
        }
        if body.get("clientType") != Some(&json!(72)) {
            return bad("clientType");
        }
        let Some(expire_time) = body.get("expireTime").and_then(Value::as_i64) else { return bad("expireTime") };
        if !(32..=64).contains(&nonce.chars().count()) {
            return bad("nonce");
        }
        let Some(rest) = seen.header("Authorization").and_then(|value| value.strip_prefix("HMAC-SHA256 signature="))
        else {
            return wrong("Authorization");
        };
        let Some((signature, access)) = rest.split_once(",access=") else { return wrong("access") };
        if access != STANDARD.encode(app_id) || app_id != APP_ID {
            return wrong("access");
        }
        if !corp_id.is_empty() && (!self.orders.is_provider || corp_id != CORP_ID) {
            return wrong("corpId");
        }
        if expire_time != 0 && expire_time <= self.now() {
            return wrong("the signature has expired");
        }
        let data = if self.orders.is_provider {
            format!("{app_id}:{corp_id}:{user_id}:{expire_time}:{nonce}")
        } else {
            format!("{app_id}:{user_id}:{expire_time}:{nonce}")
        };
        if signature != hmac(APP_KEY.as_bytes(), data.as_bytes()) {
            return wrong("the signature is wrong");
        }
        let mut state = self.state.lock().expect("no request panics");
        if !state.used.insert(nonce.to_owned()) {
            return wrong("the nonce was used before");
        }
        let owner = format!("{corp_id}/{user_id}");
        let token = state.make("token");
        state.tokens.push((token.clone(), owner));
        // As the reference lists them; the times are of two kinds there.
        let now = self.now();
        Reply {
            status: 200,
            body: json!({
                "accessToken": token, "tokenType": 0, "clientType": 72, "createTime": now * 1000,
                "expireTime": now + 43_200, "validPeriod": 43_200, "refreshToken": state.make("refresh"),
                "refreshValidPeriod": 2_592_000, "tokenIp": "127.0.0.1", "firstLogin": false, "pwdExpired": false,
                "user": { "userId": user_id, "name": "" },
            }),
        }
    }

    fn nonce(&self, seen: &Seen) -> Reply {
        if seen.method != "POST" {
            return refused(405, "USG.405", "method not allowed");
        }
        if !seen.body.is_empty() {
            return refused(400, "USG.201080001", "no body is expected");
        }
        let mut state = self.state.lock().expect("no request panics");
        let token = seen.header("X-Access-Token").unwrap_or_default();
        let Some(owner) = state.tokens.iter().find(|(known, _)| known == token).map(|(_, owner)| owner.clone()) else {
            return refused(401, "USG.201010004", "the token is not valid");
        };
        let nonce = state.make("nonce");
        state.nonces.push((nonce.clone(), owner));
        Reply { status: 200, body: json!({ "nonce": nonce }) }
    }
}

impl State {
    /// A text of 40 letters and digits that none before was.
    fn make(&mut self, what: &str) -> String {
        self.counter += 1;
        let seed = format!("{what} {} {:?}", self.counter, SystemTime::now());
        hex(&Sha256::digest(seed.as_bytes()))[..40].to_owned()
    }
}
