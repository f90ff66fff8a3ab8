//! A service that fails, in each way that the documents name and in those that networks know: a clear error, in little
//! time and memory, and nothing sent where it does not belong.

use std::time::{Duration, Instant};

use super::mock::{APP_ID, APP_KEY, Call, Fault, Mock, Orders};
use super::{obtain, service};
use crate::support::{Ran, Run, linkc};

fn failing(call: Call, fault: Fault) -> Mock {
    Mock::start(Orders { fault: Some((call, fault)), ..Orders::default() }, 0)
}

/// Runs `obtain`, which has to fail within seconds and to print nothing.
#[track_caller]
fn fails(mock: &Mock, said: &[&str]) -> Ran {
    let start = Instant::now();
    let ran = obtain(mock).arg("--verbose").run();
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    ran.exits(2).prints("").never_shows(APP_KEY);
    for said in said {
        ran.says(said);
    }
    ran
}

#[test]
fn every_documented_error_has_its_words() {
    for (status, said) in [
        (400, "a parameter is wrong"),
        (401, "the signature, or what it was made of, is not accepted"),
        (403, "this caller may not do that"),
        (412, "the account is deactivated"),
        (423, "the account is locked"),
        (500, "the service failed"),
    ] {
        let mock = failing(Call::Authenticate, Fault::Status(status, "USG.206030000", "it is so"));
        let said =
            [&format!("failed with {status}: {said}"), "there is no such user", "it is so (USG.206030000)", "help:"];
        fails(&mock, &said);
    }
    for (status, said) in
        [(400, "a parameter is wrong"), (401, "the access token is not accepted"), (500, "the service failed")]
    {
        let mock = failing(Call::Nonce, Fault::Status(status, "", ""));
        fails(&mock, &[&format!("the step `nonce` failed with {status}: {said}")]);
    }
    fails(&failing(Call::Nonce, Fault::Status(418, "X", "tea")), &["418, which the documents do not list", "tea (X)"]);
}

#[test]
fn a_code_in_a_good_answer_is_an_error_too() {
    let body = r#"{ "error_code": "MMC.206010025", "error_msg": "no" }"#;
    fails(&failing(Call::Authenticate, Fault::Body(body)), &["the check of the app ID failed"]);
}

#[test]
fn clocks_that_differ_are_named() {
    let skewed = |skew| Mock::start(Orders { skew, ..Orders::default() }, 0);
    let ran = fails(&skewed(3600), &["the clock here is", "seconds behind that of the service", "that is why"]);
    ran.says("good for 600 seconds");
    // Enough to be seen, not enough to be the cause.
    let fault = Some((Call::Authenticate, Fault::Status(401, "", "")));
    fails(
        &Mock::start(Orders { skew: -300, fault: fault.clone(), ..Orders::default() }, 0),
        &["ahead of", "may be why"],
    );
    let ran = fails(&Mock::start(Orders { fault, ..Orders::default() }, 0), &["401"]);
    assert!(!ran.stderr.contains("clock"), "{}", ran.stderr);
}

#[test]
fn a_server_that_hangs_is_left_in_time() {
    for fault in [Fault::Hang, Fault::Drip] {
        for call in [Call::Authenticate, Call::Nonce] {
            let mock = failing(call, fault.clone());
            let start = Instant::now();
            let ran = obtain(&mock).arg("--timeout").arg("1").run();
            assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
            ran.exits(2).prints("").says("within 1 seconds");
        }
    }
}

#[test]
fn a_server_that_closes_is_an_error() {
    for fault in [Fault::CloseEarly, Fault::CloseInside] {
        for call in [Call::Authenticate, Call::Nonce] {
            fails(&failing(call, fault.clone()), &["broke in the step"]);
        }
    }
}

#[test]
fn ten_gigabytes_are_not_read() {
    for fault in [Fault::Huge, Fault::HugeHeader] {
        let mock = failing(Call::Authenticate, fault);
        let start = Instant::now();
        let ran = obtain(&mock).limited(600_000).run();
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        ran.exits(2).prints("").says("the step `authenticate`");
        // What the sockets hold, and no more.
        assert!(mock.written() < 64 << 20, "{} bytes", mock.written());
    }
    fails(&failing(Call::Nonce, Fault::Huge), &["larger than 256 KiB"]);
}

#[test]
fn an_answer_that_makes_no_sense_is_an_error() {
    for (body, said) in [
        ("", "an answer without a body"),
        ("<html>Log in</html>", "an answer that is not JSON"),
        ("{", "an answer that is not JSON"),
        ("[]", "there is no text at `/nonce`"),
        ("{}", "there is no text at `/nonce`"),
        (r#"{ "nonce": 7 }"#, "there is no text at `/nonce`"),
        (r#"{ "nonce": "" }"#, "there is no text at `/nonce`"),
        (r#"{ "nonce": "a\r\nb" }"#, "there is a control character"),
    ] {
        fails(&failing(Call::Nonce, Fault::Body(body)), &[said]);
    }
    let token = r#"{ "accessToken": "a\nX-Evil: 1" }"#;
    fails(&failing(Call::Authenticate, Fault::Body(token)), &["there is a control character"]);
    fails(&failing(Call::Nonce, Fault::Garbage), &["no HTTP answer"]);
    let deep: &'static str = Box::leak("[".repeat(100_000).into_boxed_str());
    fails(&failing(Call::Nonce, Fault::Body(deep)), &["an answer that is not JSON"]);
}

#[test]
fn a_redirect_is_not_followed() {
    let other = service();
    for call in [Call::Authenticate, Call::Nonce] {
        for to in [format!("{}/elsewhere", other.url()), "https://evil.example.com/".to_owned(), "/here".to_owned()] {
            let mock = failing(call, Fault::Redirect(to));
            fails(&mock, &["was redirected to", "which is not followed"]);
        }
    }
    assert!(other.seen().is_empty());
}

#[test]
fn a_service_that_is_not_there_is_an_error() {
    let mock = service();
    let base = mock.url();
    drop(mock);
    let ran = at(&base);
    ran.exits(2).prints("").says("cannot connect to `127.0.0.1`").says("3 times");
}

fn at(base: &str) -> Ran {
    let app_id = format!("app_id={APP_ID}");
    let args = ["obtain", "huawei-cloud-meeting", "--mode", "enterprise-admin", "--base-url", base, "--set", &app_id];
    linkc(args).arg("--set").arg("app_key=${env:KEY}").env("KEY", APP_KEY).run()
}

#[test]
fn secrets_go_to_https_or_to_this_machine() {
    for (base, said) in [
        ("http://api.example.com", "without HTTPS"),
        ("http://127.0.0.1.example.com", "without HTTPS"),
        ("http://192.0.2.1", "without HTTPS"),
        ("ftp://127.0.0.1", "neither HTTPS nor HTTP"),
        ("https://user:pass@api.example.com", "a user or a password"),
        ("https://api.example.com/?a=b", "a query"),
        ("api.example.com", "not the address of a service"),
        ("", "not the address of a service"),
    ] {
        at(base).exits(2).prints("").says(said);
    }
}

/// A plain server where TLS was expected: nothing of the request is in what it got.
#[test]
fn a_server_without_tls_gets_nothing() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        let (mut stream, _) = listener.accept().unwrap();
        let mut bytes = vec![0; 4096];
        let read = stream.read(&mut bytes).unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        bytes.truncate(read);
        bytes
    });
    let ran = at(&format!("https://127.0.0.1:{port}"));
    ran.exits(2).prints("").says("no secure connection");
    let got = String::from_utf8_lossy(&server.join().unwrap()).into_owned();
    assert!(!got.contains("signature") && !got.contains(APP_ID), "{got}");
}

#[test]
fn what_is_missing_or_wrong_is_said_before_anything_is_sent() {
    let mock = service();
    let base = mock.url();
    let run = |args: &[&str]| {
        let run = linkc(["obtain", "huawei-cloud-meeting/nonce", "--base-url", &base]).env("KEY", APP_KEY);
        args.iter().fold(run, Run::arg).run()
    };
    let set = ["--set", "app_id=1", "--set", "app_key=${env:KEY}"];
    let with = |more: &[&str]| run(&[&set[..], more].concat());
    with(&[]).exits(2).says("nobody said who asks").says("`provider-admin`");
    with(&["--mode", "enterprise-usr"]).exits(1).says("unknown-mode").says("did you mean `enterprise-user`?");
    with(&["--mode", "enterprise-user"]).exits(1).says("missing-credential").says("needs `user_id`");
    with(&["--mode", "enterprise-admin", "--set", "user_id=a"]).exits(1).says("takes no `user_id`");
    with(&["--mode", "enterprise-admin", "--set", "corp_id=a"]).exits(1).says("corp-id-in-enterprise-mode");
    with(&["--mode", "enterprise-user", "--set", "user_id=a:b"]).exits(1).says("ambiguous-field");
    with(&["--mode", "enterprise-admin", "--set", "expire_time=0"]).exits(1).says("eternal-signature");
    with(&["--mode", "enterprise-admin", "--set", "usr=a"]).exits(1).says("there is no credential `usr`");
    run(&["--mode", "enterprise-admin", "--set", "app_id=1"]).exits(1).says("needs `app_key`").says("${env:APP_KEY}");
    run(&["--mode", "enterprise-admin", "--set", "app_id=1", "--set", "app_key=${env:NOT_SET}"])
        .exits(1)
        .says("NOT_SET");
    let ran = run(&["--mode", "enterprise-admin", "--set", "app_id=1", "--set", "app_key=hunter2"]);
    ran.exits(2).says("a command line is seen by others").never_shows("hunter2");
    linkc(["obtain", "huawei-cloud-meeting/nonce", "--mode", "enterprise-admin"])
        .run()
        .exits(2)
        .says("`--site` is `mainland`");
    linkc(["obtain", "huawei-cloud-meeting/name", "--mode", "x"])
        .run()
        .exits(2)
        .says("does not say how `name` is obtained");
    linkc(["obtain", "yealink-meeting", "--mode", "x"]).run().exits(2).says("does not say of any parameter");
    assert!(mock.seen().is_empty());
}
