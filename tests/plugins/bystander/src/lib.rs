//! Has nothing to do with Armilla, so that the host's refusal can be tested.
#![expect(unsafe_code, reason = "exports a C symbol, as any library does")]

/// The answer, in C.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> i32 {
    42
}
