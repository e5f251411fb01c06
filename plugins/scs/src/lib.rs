//! Simple Cone Search 1.03: the sources round a place, for every published table with positions.
