//! Signatures and obtained values: known answers, the vendor's service as a mock, all that can go wrong on the way, and
//! secrets in none of it.

#![allow(clippy::unwrap_used, reason = "a helper of a test may panic like the test itself")]

/// What a declaration can say wrongly.
mod declaration;
/// Everything that goes wrong between here and the service.
mod failures;
/// The vendor's service.
#[allow(unreachable_pub, missing_docs, reason = "it is a program, too")]
pub(crate) mod mock;
/// Where secrets must not be.
mod secrecy;
/// Known answers.
mod signatures;
/// What works.
mod steps;

use crate::support::{Run, linkc};
use mock::{APP_ID, APP_KEY, Mock, Orders};

/// A service that does what it should.
fn service() -> Mock {
    Mock::start(Orders::default(), 0)
}

/// `linkc obtain` for a user of an enterprise, at `mock`, the key in the environment.
fn obtain(mock: &Mock) -> Run {
    let base = mock.url();
    let app_id = format!("app_id={APP_ID}");
    let args = [
        "obtain",
        "huawei-cloud-meeting/nonce",
        "--mode",
        "enterprise-user",
        "--base-url",
        &base,
        "--set",
        &app_id,
        "--set",
        "app_key=${env:KEY}",
        "--set",
        "user_id=alice@ent01",
    ];
    linkc(args).env("KEY", APP_KEY)
}
