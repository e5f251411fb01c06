//! Claims plugin API 2.1, so that the host's refusal can be tested.
#![expect(unsafe_code, reason = "exports the version symbol by hand")]

/// The packed version that the host reads before anything else: 2.1.0.
#[unsafe(no_mangle)]
pub static ARMILLA_PLUGIN_API: u64 = 2 << 32 | 1 << 16;
