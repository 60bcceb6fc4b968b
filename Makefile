# SPDX-License-Identifier: GPL-2.0-or-later
# Every target works on a fresh Debian 12 or Ubuntu with a Rust toolchain: what is missing, apt-get installs.
#
#   make demo [TECHNOLOGY=fsr] [SCALE=1.5 | QUALITY=quality] [GAME=neverball] [SECONDS=5]
#   make pictures     the pictures of the documentation anew, into docs/pictures
#   make test         formatting, lints, and all tests
#   make bench [BENCH="--technology fsr"]   what every technology costs here; the picture is target/bench.svg
#   make quality      how near every way of scaling comes to frames that it captures from games; takes most of an hour
#   make install      into this user's OBS; make uninstall takes it out again
#   make package      a .deb and a .tar.xz in target/package

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

TECHNOLOGY ?= fsr
SCALE ?= 1.5
QUALITY ?=
GAME ?= neverball
SECONDS ?= 5
BENCH ?=

# System packages: to build and run the demonstration and the tests, what the benchmark needs of them, and what only
# packaging needs.
PACKAGES := gcc libc6-dev pkg-config libclang-dev obs-studio obs-plugins libobs-dev libx11-dev xvfb libgl1-mesa-dri \
	mesa-vulkan-drivers libvulkan1 vulkan-validationlayers neverball ffmpeg libfaketime openbox python3 python3-websocket jq
PACKAGES_BENCH := gcc libc6-dev mesa-vulkan-drivers libvulkan1
PACKAGES_QUALITY := gcc libc6-dev python3 apitrace xdotool xvfb libgl1-mesa-dri mesa-vulkan-drivers neverball neverputt \
	openarena supertux faketime
PACKAGES_PACKAGE := gcc libc6-dev cmake make dpkg-dev file xz-utils

OBS_CONFIG ?= $(or $(XDG_CONFIG_HOME),$(HOME)/.config)/obs-studio
PLUGIN := $(OBS_CONFIG)/plugins/nu-scaler

.PHONY: build demo pictures test bench quality install uninstall package packages

# Only what is shipped; the demonstration and the tests are built on their own.
build:
	cargo build --release --locked -p nu-scaler -p nu-scaler-cli

demo: packages build
	cargo run --quiet --locked -p nu-scaler-tests --bin demo -- --technology '$(TECHNOLOGY)' --scale '$(SCALE)' \
		$(if $(QUALITY),--quality '$(QUALITY)') --game '$(GAME)' --seconds '$(SECONDS)'

pictures: packages build
	cargo run --quiet --locked -p nu-scaler-tests --bin pictures

# The plugin is tested as it is shipped, from the release build. The software rasteriser takes all processors, so that
# the tests, each of which starts programs of its own, run one after the other.
test: packages
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	$(MAKE) build
	cargo test --workspace --locked --no-fail-fast -- --test-threads=1

bench: PACKAGES := $(PACKAGES_BENCH)
bench: packages
	cargo run --quiet --release --locked -p nu-scaler-cli -- bench --plot target/bench.svg $(BENCH)

# The captured frames are kept in target/quality and not captured again.
quality: PACKAGES := $(PACKAGES_QUALITY)
quality: packages
	cargo build --release --locked -p nu-scaler-cli
	test -d target/quality/truth || python3 tests/quality/capture.py target/quality
	python3 tests/quality/evaluate.py target/quality

# The Flatpak of OBS does not read this folder: it wants the plugin as an extension,
# com.obsproject.Studio.Plugin.NuScaler.
install: build
	mkdir -p '$(PLUGIN)/bin/64bit' '$(PLUGIN)/data/locale'
	install -m 755 target/release/libnu_scaler.so '$(PLUGIN)/bin/64bit/nu-scaler.so'
	cp locale/*.ini '$(PLUGIN)/data/locale/'
	cp data/*.json '$(PLUGIN)/data/'
	@echo 'Installed into $(PLUGIN). Restart OBS; the filter "Nu Scaler" is in the effect filters of every source.'

uninstall:
	rm -rf '$(PLUGIN)'

package: PACKAGES := $(PACKAGES_PACKAGE)
package: packages build
	cmake -S cmake -B target/package
	cd target/package && cpack

# Installs those of $(PACKAGES) that are missing, as root or through sudo.
packages:
	@scripts/install-packages $(PACKAGES)
