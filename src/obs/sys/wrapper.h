// SPDX-License-Identifier: GPL-2.0-or-later
// What the bindings are generated from (tests/bindings.rs). obs-module.h is left out on purpose: what it adds are
// functions that a module defines itself, and `module.rs` does so.
#include <obs.h>
#include <obs-nix-platform.h>
#include <callback/calldata.h>
#include <callback/proc.h>
#include <callback/signal.h>
#include <graphics/matrix4.h>
#include <graphics/vec4.h>
#include <util/base.h>
#include <util/bmem.h>
#include <util/platform.h>
#include <util/text-lookup.h>
