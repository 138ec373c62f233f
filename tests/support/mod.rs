//! What integration tests share: real servers, a fresh database a test, and a real browser.
//!
//! Take it in with `mod support;`. Nothing here knows Merisier. Invariant: whatever is started here is gone, with its
//! folder, soon after the test process ends, however it ends.

#![allow(dead_code, unreachable_pub, reason = "each test binary compiles this module and uses a part of it")]
#![allow(clippy::panic, reason = "a test fails by panicking, in its helpers too")]

pub mod browser;
pub mod databases;
pub mod keeper;
pub mod servers;

use std::fmt::Display;

/// The value, or a failed test that says what could not be done and what to do next.
pub fn must<T, E: Display>(doing: &str, result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{doing}: {error}\nIf a program is missing, run scripts/setup."),
    }
}
