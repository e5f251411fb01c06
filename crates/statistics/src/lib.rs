//! Statistics of tables: extremes, nulls, and the coverage of the sky as a MOC.
