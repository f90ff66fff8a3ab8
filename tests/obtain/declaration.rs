//! What the `obtain:` of a schema can say wrongly, and what a declaration is to output templates.

use linkc::diagnostic::Diagnostics;
use linkc::schema::{self, Catalog};
use linkc::source::Sources;

use super::service;
use crate::support::{Run, Scene};

/// A schema with a service of its own: one step, no vendor.
pub(super) const ACME: &str = r#"linkc: 1
kind: schema
name: acme
title: Acme
platforms: { ios: {}, android: {} }
parameters:
  id: { type: integer, doc: Number. }
  os: { type: string, doc: Where. }
  ticket: { type: string, secret: true, single_use: true, doc: Lets somebody in. }
pages:
  open:
    title: Open
    link: acme://open/{id}{?ticket}
    required: [id, ticket]
    on: { android: { link: "acme://android/{id}{?ticket}" } }
obtain:
  ticket:
    doc: One request.
    sites: { main: { url: https://api.example.com } }
    credentials:
      app: { doc: ID of the app., required: true }
      key: { doc: Key of the app., secret: true, required: true }
      user: { doc: Whom it lets in. }
    generated:
      until: { kind: expiry, lifetime: 60, doc: When it ends. }
      salt: { kind: nonce, min_length: 8, max_length: 16, length: 8, alphabet: 0123456789abcdef, doc: Random. }
    signature: { algorithm: hmac-sha256, key: key, separator: "|", encoding: hex }
    modes:
      user: { title: A user, allows: [user], fields: [app, user, until, salt] }
    steps:
      ask:
        title: Ask
        method: POST
        path: /v1/${app}/ticket
        headers: { X-Sign: "${signature}", X-User: "${user}" }
        body: { until: "${until}", list: [1, "2", "${user}", "${salt}"], none: ~, on: true, text: "until ${until}$${x}" }
        results: { got: /data/ticket }
    result: got
"#;

/// What the loader says of the schema with `from` replaced by `to`: id, message, the text at the place.
fn says(from: &str, to: &str) -> Vec<(String, String, String)> {
    assert!(ACME.contains(from), "{from}");
    let text = ACME.replacen(from, to, 1);
    let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("acme.yaml", text.as_str());
    schema::load(source, &text, &mut diagnostics);
    let found = diagnostics.sorted().into_iter();
    found.map(|it| (it.id.to_owned(), it.message.clone(), sources.slice(it.primary.span))).collect()
}

#[test]
fn the_declaration_that_the_others_change_is_right() {
    assert_eq!(says("acme", "acme"), []);
}

#[test]
fn every_mistake_is_named_at_its_place() {
    for (from, to, id, message, place) in [
        ("  ticket:\n    doc: One", "  tickt:\n    doc: One", "unknown-name", "there is no parameter `tickt`", "tickt"),
        ("sites:", "stes:", "unknown-key", "a way to obtain a parameter has no key `stes`", "stes"),
        (
            "https://api.example.com",
            "http://api.example.com",
            "wrong-address",
            "`http://api.example.com` is not the address of a service",
            "http://api.example.com",
        ),
        (
            "https://api.example.com",
            "https://api.example.com/v1",
            "wrong-address",
            "`https://api.example.com/v1` is not the address of a service",
            "https://api.example.com/v1",
        ),
        ("salt: {", "user: {", "ambiguous-name", "`user` would stand for two things", "user"),
        ("got: /data", "signature: /data", "ambiguous-name", "`signature` would stand for two things", "signature"),
        ("key: key,", "key: kay,", "unknown-name", "there is no credential `kay`", "kay"),
        (
            "secret: true, required: true }\n      user",
            "required: true }\n      user",
            "exposed-key",
            "the key `key` of the signature is to be `secret` and `required`",
            "key",
        ),
        ("[app, user,", "[app, key,", "exposed-key", "the key `key` is never a part of a request", "key"),
        (
            "X-User: \"${user}\"",
            "X-User: \"${key}\"",
            "exposed-key",
            "the key `key` is never a part of a request",
            "ask",
        ),
        ("allows: [user]", "allows: [usr]", "unknown-name", "there is no credential `usr`", "usr"),
        ("until, salt]", "until, slat]", "unknown-name", "there is no credential or generated field `slat`", "slat"),
        ("\"${signature}\"", "\"${signatur}\"", "unknown-name", "there is no `signatur` yet in this step", "ask"),
        ("\"${signature}\"", "\"${got}\"", "unknown-name", "there is no `got` yet in this step", "ask"),
        (
            "\"${signature}\"",
            "\"a ${signature\"",
            "request-syntax",
            "expected `}` at the end of a reference",
            "${signature",
        ),
        (
            "\"${signature}\"",
            "\"${bas64:app}\"",
            "request-syntax",
            "there is no way to write a value called `bas64`",
            "bas64",
        ),
        ("\"${signature}\"", "\"${}\"", "request-syntax", "a reference has no name", "${}"),
        ("X-Sign:", "X Sign:", "wrong-address", "`X Sign` cannot name a header field", "X Sign"),
        ("/v1/${app}", "v1/${app}", "wrong-address", "the path of a step begins with `/`", "v1/${app}/ticket"),
        ("/data/ticket", "data.ticket", "wrong-address", "`data.ticket` is not a JSON Pointer", "data.ticket"),
        ("result: got", "result: gto", "unknown-name", "there is no result `gto`", "gto"),
        (
            "      user: { doc",
            "      usr: { doc: Nobody. }\n      user: { doc",
            "unused-name",
            "nothing uses the credential `usr`",
            "usr",
        ),
        (
            "0123456789abcdef",
            "00",
            "wrong-nonce",
            "an alphabet is two or more visible characters of ASCII, each once",
            "00",
        ),
        ("method: POST", "method: PUTT", "wrong-value", "`method` cannot be `PUTT`", "PUTT"),
        ("encoding: hex", "encoding: hax", "wrong-value", "`encoding` cannot be `hax`", "hax"),
        ("lifetime: 60", "lifetime: soon", "wrong-value", "`lifetime` is a whole number", "soon"),
    ] {
        let said = says(from, to);
        let expected = (id.to_owned(), message.to_owned(), place.to_owned());
        assert!(said.contains(&expected), "{to}: {said:#?}");
    }
    let said = says("length: 8, alphabet", "length: 7, alphabet");
    assert!(said.iter().any(|(id, ..)| id == "wrong-nonce"), "{said:?}");
}

#[test]
fn a_request_is_what_the_declaration_says() {
    let scene = Scene::new().file("acme.yaml", ACME);
    let sign = |app: &str, more: &[&str]| {
        let run = scene.linkc(["sign", "--schema", "acme.yaml", "--mode", "user", "--at", "10", "--nonce", "01234567"]);
        let run = run.arg("--set").arg("key=${env:K}").arg("--format").arg("json").env("K", "k");
        more.iter().fold(run.arg("--set").arg(format!("app={app}")), Run::arg).run().json()
    };
    // A value stays within its segment of the path.
    assert_eq!(sign("a/../b?c", &[])["requests"][0]["path"], "/v1/a%2F..%2Fb%3Fc/ticket");
    let with = sign("a", &["--set", "user=u\"1"]);
    let request = &with["requests"][0];
    assert_eq!(request["path"], "/v1/a/ticket");
    assert_eq!(request["headers"]["X-User"], "u\"1");
    let body = r#"{"until":70,"list":[1,"2","u\"1","01234567"],"none":null,"on":true,"text":"until 70${x}"}"#;
    assert_eq!(request["body"].to_string(), body);
    assert_eq!(with["signature"], super::mock::hmac(b"k", b"a|u\"1|70|01234567"));
    // What needs a value that nobody gave is left out, and signed as empty.
    let without = sign("a", &[]);
    let request = &without["requests"][0];
    assert_eq!(request["headers"].as_object().map(serde_json::Map::len), Some(1));
    assert_eq!(request["body"]["list"].to_string(), r#"[1,"2","01234567"]"#);
    assert_eq!(without["signature"], super::mock::hmac(b"k", b"a||70|01234567"));
}

#[test]
fn a_value_cannot_begin_another_header() {
    let mock = service();
    let scene = Scene::new().file("acme.yaml", ACME);
    let base = mock.url();
    let run = scene.linkc(["obtain", "--schema", "acme.yaml", "--mode", "user", "--set", "app=a", "--base-url", &base]);
    let ran = run.arg("--set").arg("key=${env:K}").arg("--set").arg("user=a\r\nX-Evil: 1").env("K", "k").run();
    ran.exits(2).prints("");
    assert!(mock.seen().is_empty());
}

#[test]
fn output_templates_see_all_of_a_declaration() {
    let schema = Catalog::new().built_in("huawei-cloud-meeting", &Sources::new()).unwrap();
    let view = serde_json::to_value(schema.obtain("nonce").unwrap().view()).unwrap();
    let admin = &view["modes"][4];
    assert_eq!(admin["name"], "provider-admin");
    assert_eq!(admin["needs"].to_string(), r#"["app_id","app_key"]"#);
    let fields = r#"[{"name":"app_id","empty":false},{"name":"corp_id","empty":true},{"name":"user_id","empty":true},{"name":"expire_time","empty":false},{"name":"nonce","empty":false}]"#;
    assert_eq!(admin["fields"].to_string(), fields);
    let header = &view["steps"][0]["headers"][0];
    let parts = r#"[{"kind":"text","text":"HMAC-SHA256 signature="},{"kind":"reference","name":"signature","filter":null,"signature":true,"number":false},{"kind":"text","text":",access="},{"kind":"reference","name":"app_id","filter":"base64","signature":false,"number":false}]"#;
    assert_eq!(header["parts"].to_string(), parts);
    let members = view["steps"][0]["body"]["members"].as_array().unwrap();
    let of = |name: &str| members.iter().find(|member| member["name"] == name).unwrap();
    assert_eq!(of("clientType")["value"].to_string(), r#"{"kind":"literal","json":"72"}"#);
    assert_eq!(of("expireTime")["value"]["number"], true);
    assert_eq!(view["signature"]["separator"], ":");
    assert_eq!(view["generated"][1]["length"], 40);
    assert_eq!(view["result"], "link_nonce");
}

#[test]
fn show_prints_how_a_parameter_is_obtained() {
    let scene = Scene::new().file("acme.yaml", ACME);
    let ran = scene.linkc(["show", "--schema", "acme.yaml"]).run();
    ran.exits(0).shows("\nObtaining ticket\n  One request.\n").shows("user  app|user|until|salt  A user\n");
    ran.shows("key   always   Key of the app. [secret]\n").shows("ask  POST /v1/${app}/ticket  Ask\n");
    ran.shows("until  now and 60 seconds").shows("main  https://api.example.com");
    let json = scene.linkc(["show", "--schema", "acme.yaml", "--format", "json"]).run().json();
    assert_eq!(json["obtain"][0]["parameter"], "ticket");
}

#[test]
fn what_code_cannot_be_made_of_is_an_error() {
    let built = |from: &str, to: &str, more: &[&str]| {
        let scene = Scene::new().file("acme.yaml", ACME.replace(from, to));
        let run = scene.linkc(["build", "--schema", "acme.yaml", "--target", "obtain-java", "--out", "out"]);
        let ran = more.iter().fold(run, Run::arg).run();
        (ran, scene.files())
    };
    let (ran, files) = built("acme", "acme", &["--option", "package=com.example.links"]);
    ran.exits(0);
    assert_eq!(files, ["acme.yaml", "out/.linkc", "out/ObtainTicket.java"]);
    for package in ["com.example.int", "com..example", "a;import b", "é", "2fa"] {
        let (ran, files) = built("acme", "acme", &["--option", &format!("package={package}")]);
        ran.says("cannot be a name here");
        assert_eq!(files, ["acme.yaml"], "{package}");
    }
    let user = "      user: { doc: Whom it lets in. }";
    let both = |name: &str, said: &str| {
        let text = ACME.replace(user, &format!("{user}\n      {name}: {{ doc: Another. }}"));
        let text = text.replace("allows: [user]", &format!("allows: [user, {name}]"));
        let text = text.replace("until, salt]", &format!("until, salt, {name}]"));
        let scene = Scene::new().file("acme.yaml", text);
        let ran = scene.linkc(["build", "--schema", "acme.yaml", "--target", "obtain-java", "--out", "out"]).run();
        ran.exits(2).says(said);
        assert_eq!(scene.files(), ["acme.yaml"]);
    };
    both("USER", "`user` and `USER` are the same identifier; rename one of them");
    both("用户", "`用户` has no letter that an identifier can have; rename it");
}
