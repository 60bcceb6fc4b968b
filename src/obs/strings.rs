// SPDX-License-Identifier: GPL-2.0-or-later
//! Text across the C boundary.

use std::ffi::{CStr, CString, c_char, c_void};

use crate::sys;

/// A C string of `text`. C ends at the first NUL, so NULs are left out rather than cutting the text.
pub(crate) fn c_string(text: &str) -> CString {
    let bytes: Vec<u8> = text.bytes().filter(|&byte| byte != 0).collect();
    // The filter above leaves nothing that `new` could refuse; an empty string stands for the impossible.
    CString::new(bytes).unwrap_or_default()
}

/// A copy of a string of C; invalid UTF-8 is replaced, NULL is `None`.
///
/// # Safety
/// `text` is NULL or points at a NUL-terminated string that nothing changes during the call.
pub(crate) unsafe fn copied(text: *const c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: not NULL, and the caller vouches for the rest.
    Some(unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// Like [`copied`], for a string that OBS allocated for the caller: it is freed.
///
/// # Safety
/// As for [`copied`]; `text` came from OBS's allocator and is not used again.
pub(crate) unsafe fn taken(text: *mut c_char) -> Option<String> {
    // SAFETY: the caller's promise covers both the reading and the freeing (bfree accepts NULL).
    unsafe {
        let copy = copied(text);
        sys::bfree(text.cast::<c_void>());
        copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_is_left_out() {
        assert_eq!(c_string("a\0b").as_c_str(), c"ab");
        assert_eq!(c_string("").as_c_str(), c"");
    }

    #[test]
    fn null_is_none() {
        // SAFETY: NULL is allowed.
        assert_eq!(unsafe { copied(std::ptr::null()) }, None);
        // SAFETY: a literal.
        assert_eq!(unsafe { copied(c"x".as_ptr()) }, Some("x".to_owned()));
    }
}
