// SPDX-License-Identifier: GPL-2.0-or-later
//! Doubles of vendors' runtimes, for the tests: a library with the same binary interface as NVIDIA's NGX (the driver's
//! core) and as Intel's XeSS, on Vulkan. Tests copy it under the names of those.
//!
//! It notes every call and what it was given, complains where the interface is used in a way that it does not allow, and
//! makes a real picture: the input, enlarged with a blit. What it does is told by the environment, once, when it is
//! loaded:
//!
//! | variable | |
//! |---|---|
//! | `DOUBLE_LOG` | the file that calls are noted in, a line each; a line that begins with `!` is a complaint |
//! | `DOUBLE_FAIL` | `CALL=CODE`, or `CALL=CODE@N` for the N-th call and those after it: fails so, with any call; several are separated by commas |
//! | `DOUBLE_SLOW` | `CALL=MILLISECONDS`, or several, separated by commas: how long calls take |
//! | `DOUBLE_SET` | `NAME=VALUE` or several, separated by commas: numbers that NGX's capabilities are to have |
//! | `DOUBLE_ORDER` | `windows`: the virtual functions of NGX's objects are ordered as on Windows |
//! | `DOUBLE_EXTENSIONS` | device extensions that are asked for, separated by commas; `FEATURE:NAME` by that feature of NGX only |
//! | `DOUBLE_FEATURE` | `absent`: XeSS asks for a feature that no device has |
//! | `DOUBLE_VERSION` | XeSS's version, `2.1.0` if nothing is said |

mod blit;
mod director;
mod ngx;
mod xess;
