//! Universal Worker Service 1.1: jobs, phases, the REST tree and its documents.
