//! Pictures from the pixels of FITS images.
