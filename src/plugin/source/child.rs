// SPDX-License-Identifier: GPL-2.0-or-later
//! The one source that a source of ours shows: finding or making it, and noticing when it goes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::rename::Renames;
use nu_scaler_obs::source::{Source, SourceRef};

use super::captures::Capture;
use super::panel;
use super::wish::{CHILD, Kind, NAME, Region, Wish};
use crate::store;

/// Ticks after which it is looked again whether a chosen screen is there.
const LOOK_AFTER_TICKS: u32 = 120;

/// What is wished for and what is there. Only [`Child::follow`], on OBS's graphics thread, brings the two together, so
/// that nothing of it happens twice at once.
pub(crate) struct Child {
    own: SourceRef,
    state: Arc<Mutex<State>>,
    _renames: Option<Renames>,
}

struct State {
    wish: Wish,
    /// The wish is not the one that was followed last.
    changed: bool,
    shown: Option<Shown>,
}

/// What is shown.
struct Shown {
    source: SourceRef,
    made: Option<Made>,
}

/// A capture that we made, and keep alive; another source is its users'.
struct Made {
    _source: Source,
    capture: &'static Capture,
    id: String,
    /// What was chosen in its list.
    chosen: String,
    /// That is not there: what it captures instead is not what anybody chose to show.
    is_absent: bool,
    /// Ticks until it is looked again.
    look_in: u32,
}

impl Child {
    pub(crate) fn new(own: SourceRef, wish: Wish) -> Self {
        report(&own, &wish);
        let state = Arc::new(Mutex::new(State {
            wish,
            changed: true,
            shown: None,
        }));
        let renames = Renames::watch({
            let (own, state) = (own.clone(), Arc::clone(&state));
            move |renamed, old| take_name(&own, &state, renamed, old)
        });
        Self {
            own,
            state,
            _renames: renames,
        }
    }

    /// Takes changed settings; the next frame follows them.
    pub(crate) fn wish(&self, wish: Wish) {
        if wish.correction() != self.wished().correction() {
            report(&self.own, &wish);
        }
        let mut state = lock(&self.state);
        state.changed |= wish != state.wish;
        state.wish = wish;
    }

    /// What is wished for.
    pub(crate) fn wished(&self) -> Wish {
        lock(&self.state).wish.clone()
    }

    /// Whether it is to be upscaled, rather than scaled by OBS.
    pub(crate) fn upscales(&self) -> bool {
        lock(&self.state).wish.upscale
    }

    /// The part that is wished for; `None`: everything.
    pub(crate) fn region(&self) -> Option<Region> {
        lock(&self.state).wish.region()
    }

    /// What is shown.
    pub(crate) fn source(&self) -> Option<Source> {
        // Not under the lock: the last reference may be the one that is let go of here.
        let source = lock(&self.state).shown.as_ref()?.source.clone();
        source.upgrade()
    }

    /// What is drawn: what is shown, unless it would be another than was chosen.
    pub(crate) fn picture(&self) -> Option<Source> {
        let is_absent = |shown: &Shown| shown.made.as_ref().is_some_and(|made| made.is_absent);
        if lock(&self.state).shown.as_ref().is_some_and(is_absent) {
            return None;
        }
        self.source()
    }

    /// The capture among what is shown.
    pub(crate) fn capture(&self) -> Option<(Source, &'static Capture)> {
        let capture = lock(&self.state).shown.as_ref()?.made.as_ref()?.capture;
        Some((self.source()?, capture))
    }

    /// Brings what is shown in line with what is wished for; an error tells why there is no picture. A source that went
    /// and comes back under its name is found again.
    pub(crate) fn follow(&self) -> Result<(), Message> {
        let source = self.source().filter(|source| !source.removed());
        let wish = {
            let mut state = lock(&self.state);
            let changed = std::mem::take(&mut state.changed);
            (changed || source.is_none()).then(|| state.wish.clone())
        };
        if let Some(wish) = wish
            && !self.serves(&wish, source.as_ref())
        {
            self.let_go();
            self.show(&wish)?;
        }
        self.look_for_choice();
        self.has_picture()
    }

    /// Finds out now and then whether the screen that was chosen is there, where the capture would show another one for it:
    /// one that is unplugged, or that a scene names which comes from another computer.
    fn look_for_choice(&self) {
        let Some((source, capture)) = self.capture().filter(|(_, capture)| capture.replaces) else {
            return;
        };
        let Some(chosen) = self.on_capture(|made| {
            let due = made.look_in == 0;
            made.look_in = if due { LOOK_AFTER_TICKS } else { made.look_in - 1 };
            (due && !made.chosen.is_empty()).then(|| made.chosen.clone())
        }) else {
            return;
        };
        let offered = panel::choices(&source, capture);
        // Nothing at all is offered where there is no connection: then nothing is captured either.
        let is_absent = !offered.is_empty() && offered.iter().all(|(_, value)| *value != chosen);
        let was_absent = self.on_capture(|made| Some(std::mem::replace(&mut made.is_absent, is_absent)));
        if was_absent == Some(true) && !is_absent {
            // It captures what was there when it began.
            source.update(&Data::new());
        }
    }

    /// Does something to what is known of the capture that is shown, if one is.
    fn on_capture<R>(&self, act: impl FnOnce(&mut Made) -> Option<R>) -> Option<R> {
        act(lock(&self.state).shown.as_mut()?.made.as_mut()?)
    }

    /// Whether there is anything to see; the error tells why not.
    fn has_picture(&self) -> Result<(), Message> {
        let Some(source) = self.source() else {
            return Ok(());
        };
        if self.picture().is_none() {
            return Err(Message::new("Reason.Source.NoScreen").with("name", self.wished().choice()));
        }
        let size = source.size();
        if size.is_empty() {
            return Err(self.wished().why_no_picture());
        }
        let region = self.region();
        let region = region.map(|region| region.within(size.width, size.height));
        if region.is_some_and(|region| region.width == 0 || region.height == 0) {
            return Err(Message::new("Reason.Source.RegionOutside").with("size", size.to_string()));
        }
        Ok(())
    }

    /// Stops showing what is shown.
    fn let_go(&self) {
        let shown = lock(&self.state).shown.take();
        if let Some(shown) = shown
            && let (Some(own), Some(source)) = (self.own.upgrade(), shown.source.upgrade())
        {
            own.remove_active_child(&source);
        }
    }

    /// Writes a capture's own settings into ours, which are being saved.
    pub(crate) fn save(&self, settings: &Data) {
        if let Some((source, capture)) = self.capture() {
            source.save();
            let _turn = store::turn();
            // Copies: the capture goes on changing its own, and other threads read ours.
            let child = settings.object(CHILD).unwrap_or_default().copy();
            let own = source.settings().copy();
            // What is chosen is a setting of ours.
            if let Some(key) = capture.list {
                own.erase(key);
            }
            child.set_object(capture.id, &own);
            settings.set_object(CHILD, &child);
        }
    }

    /// Whether what is shown is what is wished for; a capture is told what else is.
    fn serves(&self, wish: &Wish, source: Option<&Source>) -> bool {
        let Some(source) = source else {
            return false;
        };
        match wish.kind.capture() {
            None => {
                source.is_named(&wish.name)
                    && lock(&self.state)
                        .shown
                        .as_ref()
                        .is_some_and(|shown| shown.made.is_none())
            }
            Some(Err(_)) => false,
            Some(Ok((capture, id))) => {
                let chosen = wish.choice();
                let same = lock(&self.state)
                    .shown
                    .as_mut()
                    .and_then(|shown| shown.made.as_mut())
                    // A capture cannot be told that nothing is chosen any more: that is another one's beginning.
                    .filter(|made| made.id == id && (made.chosen.is_empty() || !chosen.is_empty()))
                    .map(|made| {
                        chosen.clone_into(&mut made.chosen);
                        made.look_in = 0;
                    })
                    .is_some();
                if same {
                    update(source, &wish.capture_settings(capture));
                }
                same
            }
        }
    }

    fn show(&self, wish: &Wish) -> Result<(), Message> {
        // Without itself, it is being destroyed.
        let Some(own) = self.own.upgrade() else {
            return Ok(());
        };
        let (source, made) = match wish.kind.capture() {
            None => (existing(&wish.name)?, None),
            Some(capture) => {
                let (capture, id) = capture?;
                let settings = wish.capture_settings(capture);
                let source = Source::create_private(&id, &own.name(), &settings)
                    .ok_or_else(|| Message::new("Reason.Source.NotCaptured"))?;
                source.silence();
                (source, Some((capture, id)))
            }
        };
        if source == own || !own.add_active_child(&source) {
            return Err(Message::new("Reason.Source.Loop").with("name", source.name()));
        }
        let shown = Shown {
            source: source.downgrade(),
            made: made.map(|(capture, id)| Made {
                _source: source,
                capture,
                id,
                chosen: wish.choice().to_owned(),
                is_absent: false,
                look_in: 0,
            }),
        };
        lock(&self.state).shown = Some(shown);
        // What the panel offers is the capture's.
        own.update_properties();
        Ok(())
    }
}

/// Tells the log of what had to be corrected.
fn report(own: &SourceRef, wish: &Wish) {
    if let Some(correction) = wish.correction() {
        log::warn!("'{}': {correction}", own.name());
    }
}

/// The source that is there already under this name.
fn existing(name: &str) -> Result<Source, Message> {
    if name.is_empty() {
        return Err(Message::new("Reason.Source.NotChosen"));
    }
    Source::by_name(name)
        .filter(|source| !source.removed())
        .ok_or_else(|| Message::new("Reason.Source.Missing").with("name", name))
        .and_then(|source| match source.has_video() {
            true => Ok(source),
            false => Err(Message::new("Reason.Source.NoVideo").with("name", name)),
        })
}

/// Gives a capture settings, unless it has them: many start anew with any.
fn update(capture: &Source, settings: &Data) {
    let now = capture.settings().to_json();
    let changed = Data::from_json(&now).is_none_or(|merged| {
        merged.apply(settings);
        merged.to_json() != now
    });
    if changed {
        capture.update(settings);
    }
}

/// When `renamed` is what `own` shows, or is about to show, its settings get the new name, at once: whoever changes
/// another setting later hands the name over too.
fn take_name(own: &SourceRef, state: &Mutex<State>, renamed: &Source, old: &str) {
    let (shown, wished) = {
        let state = lock(state);
        let shown = state.shown.as_ref().map(|shown| shown.source.clone());
        let wished = state.wish.kind == Kind::Source && state.wish.name == old;
        (shown, wished)
    };
    // What is shown may have gone, and another source have come under its name.
    let shown = shown
        .and_then(|shown| shown.upgrade())
        .filter(|shown| !shown.removed());
    if !wished || shown.is_some_and(|shown| shown != *renamed) {
        return;
    }
    let Some(own) = own.upgrade() else {
        return;
    };
    let name = renamed.name();
    {
        let _turn = store::turn();
        let settings = own.settings();
        // The settings may hold another choice already, which the next frame follows.
        if settings.text(NAME).as_deref() != Some(old) {
            return;
        }
        settings.set_text(NAME, &name);
    }
    {
        let mut state = lock(state);
        if state.wish.name == old {
            state.wish.name.clone_from(&name);
        }
    }
    own.update_properties();
}

/// What the lock guards is whole after any panic: it is written in single assignments.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
