//! The known answers of `vectors.json`, from the library and from the program.

use linkc::obtain::{Moment, Values, random_nonce};
use linkc::schema::Catalog;
use linkc::source::Sources;
use proptest::prelude::*;
use serde_json::Value;

use super::mock::hmac;
use crate::support::linkc;

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors.json")).unwrap()
}

/// The signature that the library makes.
fn signed(vectors: &Value, vector: &Value) -> String {
    let schema = Catalog::new().built_in("huawei-cloud-meeting", &Sources::new()).unwrap();
    let obtain = schema.obtain("nonce").unwrap();
    let mut values = Values::new();
    for (name, value) in [
        ("app_id", &vectors["app_id"]),
        ("app_key", &vectors["app_key"]),
        ("user_id", &vector["user_id"]),
        ("corp_id", &vector["corp_id"]),
    ] {
        if let Some(value) = value.as_str() {
            values.set(name, value);
        }
    }
    let moment = Moment { at: vectors["at"].as_u64().unwrap(), nonce: vectors["nonce"].as_str().unwrap().into() };
    obtain.sign(obtain.mode(vector["mode"].as_str().unwrap()).unwrap(), &mut values, &moment);
    assert_eq!(values.get("expire_time").map(str::to_owned), Some(vectors["expire_time"].to_string()));
    values.get("signature").unwrap().to_owned()
}

/// What the program prints, as text and as JSON.
fn printed(vectors: &Value, vector: &Value) -> (String, Value) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut args =
        vec!["sign".to_owned(), "huawei-cloud-meeting".to_owned(), "--mode".to_owned(), text(&vector["mode"])];
    args.extend(["--at".to_owned(), vectors["at"].to_string(), "--nonce".to_owned(), text(&vectors["nonce"])]);
    args.extend(["--set".to_owned(), format!("app_id={}", text(&vectors["app_id"]))]);
    args.extend(["--set".to_owned(), "app_key=${env:KEY}".to_owned()]);
    for name in ["user_id", "corp_id"] {
        if let Some(value) = vector[name].as_str() {
            args.extend(["--set".to_owned(), format!("{name}={value}")]);
        }
    }
    let run = |args: &[String]| {
        let ran = linkc(args.iter().map(String::as_str)).env("KEY", vectors["app_key"].as_str().unwrap()).run();
        ran.exits(0).says_nothing();
        ran
    };
    let printed = run(&args).stdout;
    args.extend(["--format".to_owned(), "json".to_owned()]);
    (printed, run(&args).json())
}

#[test]
fn every_known_answer_comes_out() {
    let vectors = vectors();
    let known = vectors["signatures"].as_array().unwrap();
    assert_eq!(known.len(), 6);
    for vector in known {
        let expected = vector["signature"].as_str().unwrap();
        assert_eq!(signed(&vectors, vector), expected, "{vector}");
        let (text, json) = printed(&vectors, vector);
        let header = format!("HMAC-SHA256 signature={expected},access={}", vectors["access"].as_str().unwrap());
        let lines = format!(
            "signature: {expected}\nexpire_time: {}\nnonce: {}\nAuthorization: {header}\n",
            vectors["expire_time"],
            vectors["nonce"].as_str().unwrap()
        );
        assert_eq!(text, lines);
        assert_eq!(json["signature"], vector["signature"]);
        assert_eq!(json["requests"][0]["headers"]["Authorization"], header);
        let body = &json["requests"][0]["body"];
        assert_eq!((&body["expireTime"], &body["nonce"]), (&vectors["expire_time"], &vectors["nonce"]));
        assert_eq!((&body["userId"], &body["corpId"]), (&vector["user_id"], &vector["corp_id"]));
    }
}

/// The literal formulas of the guide, which a note below them takes back.
#[test]
fn what_the_guide_says_literally_never_comes_out() {
    let vectors = vectors();
    let never = vectors["never"].as_array().unwrap();
    assert_eq!(never.len(), 2);
    let made: Vec<String> = vectors["signatures"].as_array().unwrap().iter().map(|it| signed(&vectors, it)).collect();
    for trap in never {
        let wrong = trap["signature"].as_str().unwrap().to_owned();
        assert_ne!(signed(&vectors, trap), wrong, "{trap}");
        assert!(!made.contains(&wrong), "{trap}");
    }
}

/// Held to a HMAC of the tests' own, made from its definition.
#[test]
fn the_traps_are_what_the_literal_formulas_give() {
    let vectors = vectors();
    let text = |name: &str| vectors[name].as_str().unwrap();
    let (id, nonce, expiry) = (text("app_id"), text("nonce"), vectors["expire_time"].to_string());
    let sign = |data: String| Value::from(hmac(text("app_key").as_bytes(), data.as_bytes()));
    assert_eq!(sign(format!("{id}:{expiry}:{nonce}")), vectors["never"][0]["signature"]);
    assert_eq!(sign(format!("{id}:900000001:{expiry}:{nonce}")), vectors["never"][1]["signature"]);
    assert_eq!(sign(format!("{id}:::{expiry}:{nonce}")), vectors["signatures"][4]["signature"]);
}

#[test]
fn without_a_moment_every_signature_is_new() {
    let sign = || {
        let args =
            ["sign", "huawei-cloud-meeting", "--mode", "enterprise-admin", "--set", "app_id=1", "--format", "json"];
        linkc(args).arg("--set").arg("app_key=${env:KEY}").env("KEY", "k").run().json()
    };
    let (one, other) = (sign(), sign());
    assert_ne!(one["signature"], other["signature"]);
    let nonce = one["generated"]["nonce"].as_str().unwrap();
    assert_eq!(nonce.len(), 40);
    assert!(nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let expiry = one["generated"]["expire_time"].as_u64().unwrap();
    assert!((now + 590..=now + 600).contains(&expiry), "{expiry}");
}

proptest! {
    #[test]
    fn a_random_text_has_its_length_and_its_alphabet(bytes in proptest::collection::vec(any::<u8>(), 400), length in 1_usize..64) {
        let mut bytes = bytes.into_iter();
        let made = random_nonce("abcXYZ019", length, || bytes.next().ok_or(()));
        if let Ok(made) = made {
            prop_assert_eq!(made.len(), length);
            prop_assert!(made.chars().all(|c| "abcXYZ019".contains(c)));
        }
    }

    #[test]
    fn no_user_id_makes_two_callers_one(user in "[a-z:]{0,6}", other in "[a-z:]{0,6}", corp in "[0-9:]{0,4}", other_corp in "[0-9:]{0,4}") {
        let vectors = vectors();
        let vector = |corp: &str, user: &str| serde_json::json!({ "mode": "provider-user", "corp_id": corp, "user_id": user });
        let same = signed(&vectors, &vector(&corp, &user)) == signed(&vectors, &vector(&other_corp, &other));
        // A separator in a field is what the rule `ambiguous-field` is there for.
        if !format!("{user}{other}{corp}{other_corp}").contains(':') {
            prop_assert_eq!(same, (&corp, &user) == (&other_corp, &other));
        }
    }
}
