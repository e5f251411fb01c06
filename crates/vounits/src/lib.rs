//! Units of measurement in the syntax of VOUnits 1.1.
