//! The steps against a service that does what it should.

use super::mock::{APP_ID, APP_KEY, CORP_ID, Call, Fault, Mock, Orders};
use super::{obtain, service};
use crate::support::{Run, Scene, linkc};

#[test]
fn a_nonce_comes_out_and_works_once() {
    let mock = service();
    let ran = obtain(&mock).run();
    ran.exits(0).says_nothing();
    let nonce = ran.stdout.trim_end();
    assert_eq!(ran.stdout, format!("{nonce}\n"));
    assert_eq!(mock.redeem(nonce).as_deref(), Some("/alice@ent01"));
    assert_eq!(mock.redeem(nonce), None);
    assert_eq!(mock.seen().len(), 2);
}

#[test]
fn every_mode_is_accepted_and_speaks_for_whom_it_says() {
    for (mode, is_provider, set, owner) in [
        ("enterprise-user", false, &["user_id=张三", "user_name=张三"][..], "/张三"),
        ("enterprise-admin", false, &[][..], "/"),
        ("provider-user", true, &["corp_id=900000001", "user_id=bob"][..], "900000001/bob"),
        ("provider-enterprise-admin", true, &["corp_id=900000001"][..], "900000001/"),
        ("provider-admin", true, &[][..], "/"),
    ] {
        let mock = Mock::start(Orders { is_provider, ..Orders::default() }, 0);
        let (base, app_id) = (mock.url(), format!("app_id={APP_ID}"));
        let mut run = linkc(["obtain", "huawei-cloud-meeting", "--mode", mode, "--base-url", &base, "--set", &app_id]);
        run = run.env("KEY", APP_KEY).arg("--set").arg("app_key=${env:KEY}");
        for value in set {
            run = run.arg("--set").arg(value);
        }
        let ran = run.run();
        ran.exits(0);
        assert_eq!(mock.redeem(ran.stdout.trim_end()).as_deref(), Some(owner), "{mode}");
    }
}

#[test]
fn the_service_itself_refuses_what_the_documents_refuse() {
    let mock = Mock::start(Orders { is_provider: true, ..Orders::default() }, 0);
    // The signature of a single enterprise, at a service provider's app.
    obtain(&mock).run().exits(2).says("401").says("check the app key, the mode and its IDs");
    assert_eq!(mock.seen().len(), 1);
}

#[test]
fn url_puts_a_fresh_one_into_one_link() {
    let mock = service();
    let (base, app_id) = (mock.url(), format!("app_id={APP_ID}"));
    let url = |more: &[&str]| {
        let run = linkc([
            "url",
            "huawei-cloud-meeting/login-and-join",
            "--platform",
            "ios",
            "--set",
            "conf_id=1",
            "--set",
            "name=Tom",
        ]);
        let run = run.arg("--obtain").arg("--mode").arg("enterprise-user").arg("--base-url").arg(&base);
        let run = run.arg("--credential").arg(&app_id).arg("--credential").arg("app_key=${env:KEY}");
        let run = run.arg("--credential").arg("user_id=alice").env("KEY", APP_KEY);
        more.iter().fold(run, Run::arg).run()
    };
    let open = ["--set", "open_mic=false", "--set", "open_camera=false"];
    let ran = url(&open);
    ran.exits(0);
    let nonce = ran.stdout.split("nonce=").nth(1).unwrap().split('&').next().unwrap().trim_end().to_owned();
    assert_eq!(mock.redeem(&nonce).as_deref(), Some("/alice"));
    let other = url(&open).stdout;
    assert!(!other.contains(&nonce), "{other}");
    let calls = mock.seen().len();
    assert_eq!(calls, 4);
    // Nothing is asked for a link that is wrong, nor for one that is several.
    url(&["--set", "conf_dd=2"]).exits(1);
    url(&["--set", "nonce=abc"]).exits(2).says("there is nothing to obtain");
    assert_eq!(mock.seen().len(), calls);
}

#[test]
fn a_single_use_value_is_not_for_links_that_differ() {
    let mock = service();
    let scene = Scene::new().file("acme.yaml", super::declaration::ACME.replace("/{id}", "/{id}{?os}"));
    let base = mock.url();
    let run = scene.linkc([
        "url",
        "--schema",
        "acme.yaml",
        "open",
        "--set",
        "id=1",
        "--obtain",
        "--mode",
        "user",
        "--base-url",
        &base,
    ]);
    let ran = run.arg("--credential").arg("app=1").arg("--credential").arg("key=${env:K}").env("K", "k").run();
    ran.exits(2).says("`ticket` works once").says("`--platform`");
    assert!(mock.seen().is_empty());
}

#[test]
fn a_link_config_says_how() {
    let mock = Mock::start(Orders { is_provider: true, ..Orders::default() }, 0);
    let config = format!(
        "linkc: 1\nkind: links\nschema: huawei-cloud-meeting\nlinks: {{ start: {{ page: launch }} }}\nobtain:\n  nonce:\n    \
         mode: provider-user\n    site: international\n    credentials: {{ app_id: {APP_ID}, app_key: \"${{file:key}}\", \
         corp_id: {CORP_ID}, user_id: bob }}\n"
    );
    let scene = Scene::new().file("conf/team.links.yaml", config).file("conf/key", format!("{APP_KEY}\n"));
    let base = mock.url();
    let ran =
        scene.linkc(["obtain", "--from", "conf/team.links.yaml", "--base-url", &base, "--set", "user_id=eve"]).run();
    ran.exits(0);
    assert_eq!(mock.redeem(ran.stdout.trim_end()).as_deref(), Some("900000001/eve"));
}

#[test]
fn what_uses_nothing_up_is_tried_again() {
    let fault = Some((Call::Nonce, Fault::Status(500, "USG.500", "oops")));
    let mock = Mock::start(Orders { fault: fault.clone(), times: Some(2), ..Orders::default() }, 0);
    obtain(&mock).run().exits(0);
    assert_eq!(mock.seen().len(), 4);
    let mock = Mock::start(Orders { fault, times: Some(3), ..Orders::default() }, 0);
    obtain(&mock).run().exits(2).says("500").says("3 times");
    assert_eq!(mock.seen().len(), 4);
}

#[test]
fn what_may_have_used_something_up_is_not_tried_again() {
    for fault in [Fault::Status(500, "USG.500", "oops"), Fault::CloseEarly] {
        let mock =
            Mock::start(Orders { fault: Some((Call::Authenticate, fault)), times: Some(1), ..Orders::default() }, 0);
        obtain(&mock).run().exits(2);
        assert_eq!(mock.seen().len(), 1);
    }
}
