//! The root module of a plugin library, and the version that is read before it.

use abi_stable::StableAbi;
pub use abi_stable::library::LibHeader;
use abi_stable::library::{CheckTypeLayout, RootModule, RootModuleResult};
use abi_stable::package_version_strings;
use abi_stable::sabi_types::VersionStrings;
use abi_stable::std_types::{RResult, RString};

use super::{AbiError, AbiHostBox, AbiPluginBox};

/// The name of the plain C data symbol that holds the packed version of plugin-api.
pub const VERSION_SYMBOL: &str = "ARMILLA_PLUGIN_API";

/// The name of the data symbol that holds the plugin's [`LibHeader`].
pub const MODULE_SYMBOL: &str = "ARMILLA_PLUGIN_MODULE";

/// The header of a library whose module `constructor` makes.
pub const fn header(constructor: extern "C" fn() -> RootModuleResult) -> LibHeader {
    // SAFETY: every constructor is `export::root_module`, which makes an `AbiModuleRef`.
    unsafe { LibHeader::from_constructor::<AbiModuleRef>(constructor, CheckTypeLayout::Yes) }
}

/// What a plugin library exports.
#[repr(C)]
#[derive(StableAbi)]
#[sabi(kind(Prefix(prefix_ref = AbiModuleRef)))]
#[sabi(missing_field(panic))]
pub struct AbiModule {
    /// The plugin's description as JSON.
    pub describe: extern "C" fn() -> RResult<RString, AbiError>,
    /// Makes an instance: the host's services and the settings as JSON.
    #[sabi(last_prefix_field)]
    pub configure: extern "C" fn(AbiHostBox, RString) -> RResult<AbiPluginBox, AbiError>,
}

impl RootModule for AbiModuleRef {
    abi_stable::declare_root_module_statics! {AbiModuleRef}
    const BASE_NAME: &'static str = "armilla_plugin";
    const NAME: &'static str = "armilla plugin";
    const VERSION_STRINGS: VersionStrings = package_version_strings!();
}

/// Packs a version as `major << 32 | minor << 16 | patch`.
pub const fn pack_version(version: &str) -> u64 {
    let text = version.as_bytes();
    let mut parts = [0_u64; 3];
    let (mut part, mut index) = (0, 0);
    while index < text.len() && part < 3 {
        match text[index] {
            digit @ b'0'..=b'9' => parts[part] = parts[part] * 10 + (digit - b'0') as u64,
            b'.' => part += 1,
            _ => break,
        }
        index += 1;
    }
    parts[0] << 32 | parts[1] << 16 | parts[2]
}

/// The inverse of [`pack_version`].
pub const fn unpack_version(packed: u64) -> (u64, u64, u64) {
    (packed >> 32, packed >> 16 & 0xffff, packed & 0xffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_survives_packing() {
        assert_eq!(unpack_version(pack_version("1.20.300")), (1, 20, 300));
        assert_eq!(unpack_version(pack_version("2.0.0-beta.1")), (2, 0, 0));
    }
}
