//! The key and the nonce appear in no output but the one that was asked for.

use linkc::obtain::{Moment, Values};
use linkc::schema::Catalog;
use linkc::source::Sources;

use super::mock::{APP_ID, APP_KEY, Call, Fault, Mock, Orders};
use super::{obtain, service};
use crate::support::{Scene, linkc};

#[test]
fn verbose_shows_the_requests_without_secrets() {
    let mock = service();
    let ran = obtain(&mock).arg("--verbose").run();
    ran.exits(0).says("step 1 of 2, authenticate").says("POST http://127.0.0.1").says("< 200");
    ran.says("signature=******").says("\"userId\":\"alice@ent01\"").says("X-Access-Token: ******").never_shows(APP_KEY);
    for seen in mock.seen() {
        let own = seen.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("X-Access-Token"));
        for (_, token) in own {
            assert!(!ran.stderr.contains(token.as_str()), "{}", ran.stderr);
        }
        if let Ok(body) = serde_json::from_str::<serde_json::Value>(&seen.body) {
            assert!(!ran.stderr.contains(body["nonce"].as_str().unwrap()), "{}", ran.stderr);
        }
        let signature = seen.headers.iter().find_map(|(_, value)| value.strip_prefix("HMAC-SHA256 signature="));
        assert!(signature.is_none_or(|it| !ran.stderr.contains(&it[..64])), "{}", ran.stderr);
    }
    assert!(!ran.stderr.contains(ran.stdout.trim_end()), "{}", ran.stderr);
}

#[test]
fn the_key_is_sent_to_nobody() {
    let mock = service();
    obtain(&mock).run().exits(0);
    assert_eq!(mock.seen().len(), 2);
    assert!(!format!("{:?}", mock.seen()).contains(APP_KEY));
}

/// A service that repeats what it was sent, or what it gave out, in the words of an error.
#[test]
fn the_words_of_the_service_are_searched_for_secrets() {
    let echo = "key example-app-key-not-a-real-secret, token 1234567890abcdef1234567890abcdef";
    let token = r#"{ "accessToken": "1234567890abcdef1234567890abcdef" }"#;
    // The key is gone by then, and the words are the service's own; the token is known.
    let mock = Mock::start(Orders { fault: Some((Call::Authenticate, Fault::Body(token))), ..Orders::default() }, 0);
    let ran = obtain(&mock).arg("--verbose").run();
    ran.exits(2).says("the access token is not accepted").never_shows("1234567890abcdef");

    let schema = Catalog::new().built_in("huawei-cloud-meeting", &Sources::new()).unwrap();
    let declared = schema.obtain("nonce").unwrap();
    let mut values = Values::new();
    values.set("app_key", APP_KEY);
    values.set("access_token", "1234567890abcdef1234567890abcdef");
    values.set("user_id", "alice");
    assert_eq!(values.redacted(echo, declared), "key ******, token ******");
    assert_eq!(values.redacted("user alice", declared), "user alice");
}

#[test]
fn debug_shows_no_value() {
    let schema = Catalog::new().built_in("huawei-cloud-meeting", &Sources::new()).unwrap();
    let declared = schema.obtain("nonce").unwrap();
    let mut values = Values::new();
    values.set("app_key", APP_KEY);
    values.set("app_id", APP_ID);
    let moment = Moment { at: 1, nonce: "n".repeat(40).into() };
    declared.sign(declared.mode("enterprise-admin").unwrap(), &mut values, &moment);
    let request = declared.steps[0].request(declared, "https://api.example.com", &values);
    let shown = format!("{values:?} {request:?} {moment:?}");
    for secret in [APP_KEY, APP_ID, values.get("signature").unwrap(), &"n".repeat(40)] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

/// The process list, while the service keeps it waiting; and what its children would see: it has none.
#[cfg(target_os = "linux")]
#[test]
fn the_process_list_does_not_show_the_key() {
    let mock = Mock::start(Orders { fault: Some((Call::Authenticate, Fault::Hang)), ..Orders::default() }, 0);
    let scene = Scene::new().file("key", format!("{APP_KEY}\n"));
    let (base, app_id) = (mock.url(), format!("app_id={APP_ID}"));
    let args = ["obtain", "huawei-cloud-meeting", "--mode", "enterprise-admin", "--base-url", &base, "--set", &app_id];
    let mut child = scene.linkc(args).arg("--set").arg("app_key=${file:key}").spawn();
    while mock.seen().is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let read = |name: &str| std::fs::read(format!("/proc/{}/{name}", child.id())).unwrap();
    let shown = [read("cmdline"), read("environ")].concat();
    let children = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", child.id())).unwrap_or_default();
    child.kill().unwrap();
    child.wait().unwrap();
    let shown = String::from_utf8_lossy(&shown);
    assert!(shown.contains("enterprise-admin") && !shown.contains(APP_KEY), "{shown}");
    assert_eq!(children.trim(), "");
}

#[test]
fn a_link_config_with_a_typed_key_never_shows_it() {
    let key = "Xq7hunterZ2-key";
    for name in ["app_key", "ap_key", "appKey", "user_idd"] {
        let config = format!(
            "linkc: 1\nkind: links\nschema: huawei-cloud-meeting\nlinks: {{ start: {{ page: launch }} }}\nobtain:\n  nonce:\n    \
             mode: enterprise-usr\n    credentials: {{ app_id: 1, {name}: \"{key}\", user_id: \"a:b\" }}\n"
        );
        let scene = Scene::new().file("team.links.yaml", config);
        for format in ["human", "json", "sarif"] {
            scene.linkc(["check", "team.links.yaml", "--format", format]).run().exits(1).never_shows(key);
        }
    }
    let ran =
        linkc(["sign", "huawei-cloud-meeting", "--mode", "enterprise-admin", "--set", "ap_key=Xq7hunterZ2-key"]).run();
    ran.exits(1).never_shows(key);
}
