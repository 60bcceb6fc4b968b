// SPDX-License-Identifier: GPL-2.0-or-later
//! What a person at an X server would do: look at the screen, press keys and buttons, close windows.

use anyhow::{Context, Result};
use image::{RgbImage, imageops};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ChangeWindowAttributesAux, ClientMessageEvent,
    ConfigureWindowAux, ConnectionExt as _, CreateGCAux, CreateWindowAux, EventMask, ImageFormat,
    KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MOTION_NOTIFY_EVENT, MapState, PropMode, Rectangle, StackMode,
    Window, WindowClass,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// A connection to an X server.
pub struct Screen {
    connection: RustConnection,
    root: Window,
    width: u16,
    height: u16,
}

impl Screen {
    /// Connects to the server `display`, such as `:99`.
    ///
    /// # Errors
    /// When no server answers there.
    pub fn connect(display: &str) -> Result<Self> {
        let (connection, number) = RustConnection::connect(Some(display))
            .with_context(|| format!("connecting to the X server {display}"))?;
        let screen = &connection.setup().roots[number];
        let (root, width, height) = (screen.root, screen.width_in_pixels, screen.height_in_pixels);
        Ok(Self {
            connection,
            root,
            width,
            height,
        })
    }

    /// What the screen shows.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn picture(&self) -> Result<RgbImage> {
        let reply = self
            .connection
            .get_image(
                ImageFormat::Z_PIXMAP,
                self.root,
                0,
                0,
                self.width,
                self.height,
                u32::MAX,
            )?
            .reply()
            .context("reading the screen")?;
        // 24-bit colour comes as 4 bytes a pixel: blue, green, red, unused.
        let pixels = reply
            .data
            .as_chunks::<4>()
            .0
            .iter()
            .flat_map(|&[b, g, r, _]| [r, g, b])
            .collect();
        RgbImage::from_raw(self.width.into(), self.height.into(), pixels).context("the screen's size")
    }

    /// Fills the empty screen with one colour: red, green, blue.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn fill(&self, [red, green, blue]: [u8; 3]) -> Result<()> {
        let colour = u32::from_be_bytes([0, red, green, blue]);
        let look = ChangeWindowAttributesAux::new().background_pixel(colour);
        self.connection
            .change_window_attributes(self.root, &look)?
            .check()?;
        self.connection
            .clear_area(false, self.root, 0, 0, 0, 0)?
            .check()?;
        Ok(())
    }

    /// Fills a part of the empty screen, given by its top left corner and its size, with one colour. It lasts until the
    /// screen is filled anew.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn fill_part(
        &self,
        [red, green, blue]: [u8; 3],
        (x, y): (i16, i16),
        (width, height): (u16, u16),
    ) -> Result<()> {
        let colour = u32::from_be_bytes([0, red, green, blue]);
        let context = self.connection.generate_id()?;
        self.connection
            .create_gc(context, self.root, &CreateGCAux::new().foreground(colour))?
            .check()?;
        let part = Rectangle { x, y, width, height };
        self.connection
            .poly_fill_rectangle(self.root, context, &[part])?
            .check()?;
        Ok(())
    }

    /// Opens a window with this title, the only one that a window manager would tell of. It lasts as long as this
    /// connection.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn open_window(&self, title: &str, width: u16, height: u16) -> Result<()> {
        let window = self.connection.generate_id()?;
        let (look, class) = (CreateWindowAux::new(), WindowClass::INPUT_OUTPUT);
        self.connection
            .create_window(0, window, self.root, 0, 0, width, height, 0, class, 0, &look)?
            .check()?;
        let replace = PropMode::REPLACE;
        let atom =
            |name: &[u8]| -> Result<u32> { Ok(self.connection.intern_atom(false, name)?.reply()?.atom) };
        let (old, new) = (AtomEnum::STRING.into(), atom(b"UTF8_STRING")?);
        let texts: [(u32, u32, String); 3] = [
            (AtomEnum::WM_NAME.into(), old, title.to_owned()),
            (atom(b"_NET_WM_NAME")?, new, title.to_owned()),
            (AtomEnum::WM_CLASS.into(), old, format!("{title}\0{title}\0")),
        ];
        for (name, text, value) in texts {
            self.connection
                .change_property8(replace, window, name, text, value.as_bytes())?
                .check()?;
        }
        self.connection.map_window(window)?.check()?;
        let list = atom(b"_NET_CLIENT_LIST")?;
        self.connection
            .change_property32(replace, self.root, list, AtomEnum::WINDOW, &[window])?
            .check()?;
        Ok(())
    }

    /// Announces a window manager that does nothing, for programs that ask whether there is one: OBS's window capture is
    /// not even offered without. It lasts as long as this connection.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn announce_window_manager(&self) -> Result<()> {
        let window = self.connection.generate_id()?;
        let look = CreateWindowAux::new();
        let class = WindowClass::INPUT_OUTPUT;
        self.connection
            .create_window(0, window, self.root, 0, 0, 1, 1, 0, class, 0, &look)?
            .check()?;
        let check = self
            .connection
            .intern_atom(false, b"_NET_SUPPORTING_WM_CHECK")?
            .reply()?
            .atom;
        // OBS's window capture takes only names that are known when it is loaded.
        for name in [b"_NET_CLIENT_LIST".as_slice(), b"_NET_WM_NAME", b"UTF8_STRING"] {
            self.connection.intern_atom(false, name)?.reply()?;
        }
        for owner in [self.root, window] {
            let kind = AtomEnum::WINDOW;
            self.connection
                .change_property32(PropMode::REPLACE, owner, check, kind, &[window])?
                .check()?;
        }
        Ok(())
    }

    /// Whether a window manager has announced itself.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn has_window_manager(&self) -> Result<bool> {
        let check = self
            .connection
            .intern_atom(false, b"_NET_SUPPORTING_WM_CHECK")?
            .reply()?
            .atom;
        let property = self
            .connection
            .get_property(false, self.root, check, AtomEnum::WINDOW, 0, 1)?
            .reply()?;
        Ok(property.value_len > 0)
    }

    /// Moves the pointer to a place.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn point(&self, x: i16, y: i16) -> Result<()> {
        self.input(MOTION_NOTIFY_EVENT, 0, x, y)
    }

    /// Moves the pointer to a place and presses the first button there.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn click(&self, x: i16, y: i16) -> Result<()> {
        self.point(x, y)?;
        self.input(BUTTON_PRESS_EVENT, 1, 0, 0)?;
        self.input(BUTTON_RELEASE_EVENT, 1, 0, 0)
    }

    /// Drags what lies at one place to another with the first button.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn drag(&self, from: (i16, i16), to: (i16, i16)) -> Result<()> {
        self.point(from.0, from.1)?;
        self.input(BUTTON_PRESS_EVENT, 1, 0, 0)?;
        // Programs begin to drag when the pointer has moved a little.
        self.point(i16::midpoint(from.0, to.0), i16::midpoint(from.1, to.1))?;
        self.point(to.0, to.1)?;
        self.input(BUTTON_RELEASE_EVENT, 1, 0, 0)
    }

    /// Presses or releases the key of a key symbol (`XK_...`, such as 0xff52 for the arrow up).
    ///
    /// # Errors
    /// When the keyboard has no such key or the server refuses.
    pub fn key(&self, symbol: u32, pressed: bool) -> Result<()> {
        let setup = self.connection.setup();
        let count = setup.max_keycode - setup.min_keycode + 1;
        let map = self
            .connection
            .get_keyboard_mapping(setup.min_keycode, count)?
            .reply()?;
        let index = map
            .keysyms
            .chunks(map.keysyms_per_keycode.into())
            .position(|symbols| symbols.contains(&symbol))
            .with_context(|| format!("no key for symbol {symbol:#x}"))?;
        let code = setup.min_keycode + u8::try_from(index)?;
        self.input(
            if pressed {
                KEY_PRESS_EVENT
            } else {
                KEY_RELEASE_EVENT
            },
            code,
            0,
            0,
        )
    }

    fn input(&self, kind: u8, detail: u8, x: i16, y: i16) -> Result<()> {
        self.connection
            .xtest_fake_input(kind, detail, x11rb::CURRENT_TIME, self.root, x, y, 0)?
            .check()?;
        Ok(())
    }

    /// Asks every top-level window whose title contains `title` to close, as the button of its frame does, and gives
    /// how many there are.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn close_windows(&self, title: &str) -> Result<usize> {
        let (protocols, delete) = self.closing()?;
        let windows = self.windows(title)?;
        for window in &windows {
            let event =
                ClientMessageEvent::new(32, *window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
            self.connection
                .send_event(false, *window, EventMask::NO_EVENT, event)?
                .check()?;
        }
        Ok(windows.len())
    }

    /// Moves the visible window whose title contains `title` to a place, puts it above all others and gives it a size, as
    /// a person does by its frame; false while there is none.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn arrange_window(
        &self,
        title: &str,
        (x, y): (i32, i32),
        (width, height): (u32, u32),
    ) -> Result<bool> {
        let Some(window) = self.visible_window(title)? else {
            return Ok(false);
        };
        let place = ConfigureWindowAux::new()
            .x(x)
            .y(y)
            .width(width)
            .height(height)
            .stack_mode(StackMode::ABOVE);
        self.connection.configure_window(window, &place)?.check()?;
        Ok(true)
    }

    /// What the visible window whose title contains `title` shows, with whatever lies above it; `None` while there is no
    /// such window.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn window_picture(&self, title: &str) -> Result<Option<RgbImage>> {
        let Some(window) = self.visible_window(title)? else {
            return Ok(None);
        };
        let size = self.connection.get_geometry(window)?.reply()?;
        let corner = self
            .connection
            .translate_coordinates(window, self.root, 0, 0)?
            .reply()?;
        let (x, y) = (
            corner.dst_x.max(0).cast_unsigned(),
            corner.dst_y.max(0).cast_unsigned(),
        );
        let (width, height) = (size.width.into(), size.height.into());
        let screen = self.picture()?;
        Ok(Some(
            imageops::crop_imm(&screen, x.into(), y.into(), width, height).to_image(),
        ))
    }

    fn visible_window(&self, title: &str) -> Result<Option<Window>> {
        for window in self.windows(title)? {
            let attributes = self.connection.get_window_attributes(window)?.reply()?;
            if attributes.map_state == MapState::VIEWABLE {
                return Ok(Some(window));
            }
        }
        Ok(None)
    }

    /// The windows of programs whose title contains `title`.
    fn windows(&self, title: &str) -> Result<Vec<Window>> {
        let (protocols, delete) = self.closing()?;
        let mut found = Vec::new();
        let mut pending = vec![self.root];
        while let Some(window) = pending.pop() {
            // A window may go away while its neighbours are looked at.
            let Ok(tree) = self.connection.query_tree(window)?.reply() else {
                continue;
            };
            pending.extend(tree.children);
            let listens = self
                .property(window, protocols)
                .chunks_exact(4)
                .any(|atom| atom == delete.to_ne_bytes());
            let name = self.property(window, AtomEnum::WM_NAME.into());
            if listens && String::from_utf8_lossy(&name).contains(title) {
                found.push(window);
            }
        }
        Ok(found)
    }

    /// The atoms with which a window is asked to close: the list of what it listens to, and the one in it.
    fn closing(&self) -> Result<(u32, u32)> {
        let atom =
            |name: &[u8]| -> Result<u32> { Ok(self.connection.intern_atom(false, name)?.reply()?.atom) };
        Ok((atom(b"WM_PROTOCOLS")?, atom(b"WM_DELETE_WINDOW")?))
    }

    /// A property of a window, empty when it has none.
    fn property(&self, window: Window, name: u32) -> Vec<u8> {
        let cookie = self
            .connection
            .get_property(false, window, name, AtomEnum::ANY, 0, 1024);
        cookie
            .ok()
            .and_then(|cookie| cookie.reply().ok())
            .map(|reply| reply.value)
            .unwrap_or_default()
    }
}
