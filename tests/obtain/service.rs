//! The mock of the vendor's service, for the stubs of other languages, which are tried in a test binary of their own.

/// The service.
#[allow(dead_code, missing_docs, unreachable_pub, reason = "the tests of linkc use all of it, those of stubs a part")]
pub(crate) mod mock;
