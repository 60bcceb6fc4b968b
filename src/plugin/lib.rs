//! The OBS plugin: filter, panel, status.
