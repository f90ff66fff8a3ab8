//! The mock of the vendor's service as a program, for code in other languages to be run against:
//! `cargo run --example mock_service -- [provider] [PORT]`. Prints its address, and serves until it is ended.

#![allow(clippy::print_stdout, reason = "the address is its result")]

/// The service.
#[allow(dead_code, missing_docs, unreachable_pub, reason = "the tests use all of it, this program a part")]
mod mock;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let orders = mock::Orders { is_provider: words.iter().any(|word| word == "provider"), ..mock::Orders::default() };
    let port = words.iter().find_map(|word| word.parse().ok()).unwrap_or(0);
    let mock = mock::Mock::start(orders, port);
    println!("{}", mock.url());
    loop {
        std::thread::park();
    }
}
