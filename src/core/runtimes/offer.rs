// SPDX-License-Identifier: GPL-2.0-or-later
//! What a runtime offers at some output size.

use crate::frame::Size;
use crate::settings::TechnologyId;
use crate::technology::Job;
use crate::text::Message;

/// A mode or quality of a runtime, at some output size.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Offer {
    /// The runtime's number of it.
    pub(crate) number: i32,
    /// The input size that it is made for.
    pub(crate) best: Size,
    /// The smallest and the largest one that it takes.
    pub(crate) range: [Size; 2],
}

impl Offer {
    fn takes(&self, input: Size) -> bool {
        let [least, most] = self.range;
        (least.width..=most.width).contains(&input.width)
            && (least.height..=most.height).contains(&input.height)
    }

    /// What a runtime offers of these, the ones that it knows nothing of left out.
    ///
    /// # Errors
    /// The first failure, where it offers nothing.
    pub(crate) fn of<E>(
        numbers: impl IntoIterator<Item = i32>,
        ask: impl FnMut(i32) -> Result<Option<Self>, E>,
    ) -> Result<Vec<Self>, E> {
        let mut offers = Vec::new();
        let mut failure = None;
        for answer in numbers.into_iter().map(ask) {
            match answer {
                Ok(offer) => offers.extend(offer),
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        match failure {
            Some(failure) if offers.is_empty() => Err(failure),
            _ => Ok(offers),
        }
    }

    /// How far an input is from what it is made for.
    fn distance(&self, input: Size) -> f64 {
        (self.best.area() as f64 / input.area() as f64).ln().abs()
    }

    /// Of those that take the job's input, the one that is made for the nearest one.
    ///
    /// # Errors
    /// That there is none, for the user.
    pub(crate) fn for_job(offers: &[Self], technology: TechnologyId, job: &Job) -> Result<Self, Message> {
        let input = job.input.size;
        let taking = offers.iter().filter(|offer| offer.takes(input));
        let nearest = taking.min_by(|a, b| a.distance(input).total_cmp(&b.distance(input)));
        if let Some(offer) = nearest {
            return Ok(*offer);
        }
        let sizes = |index: usize| offers.iter().map(move |offer| offer.range[index]);
        let message = |key| {
            Message::new(key)
                .with_key("technology", technology.locale_key())
                .with("input", input.to_string())
                .with("output", job.output.to_string())
        };
        let bounds = sizes(0)
            .min_by_key(|size| size.area())
            .zip(sizes(1).max_by_key(|size| size.area()));
        Err(match bounds {
            Some((least, most)) => message("Reason.RuntimeSizes")
                .with("least", least.to_string())
                .with("most", most.to_string()),
            None => message("Reason.RuntimeNoMode"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{AlphaMode, PixelFormat};
    use crate::settings::Algorithm;
    use crate::technologies::testing::{frame, job};

    fn offer(number: i32, width: u32, height: u32, least: u32, most: u32) -> Offer {
        let range = [least, most].map(|width| Size::new(width, width * 9 / 16));
        Offer {
            number,
            best: Size::new(width, height),
            range,
        }
    }

    fn chosen(offers: &[Offer], width: u32, height: u32) -> Result<i32, &'static str> {
        let frame = frame(Size::new(width, height), PixelFormat::Rgba8, AlphaMode::Opaque);
        let job = job(frame, Size::new(1920, 1080), Algorithm::Bilinear);
        let offer = Offer::for_job(offers, TechnologyId::Dlss, &job);
        offer.map(|offer| offer.number).map_err(|reason| reason.key)
    }

    #[test]
    fn fault_18_a_query_that_fails_is_told_apart_from_one_without_an_answer() {
        let one = offer(2, 1280, 720, 960, 1920);
        let answers =
            |answers: [Result<Option<Offer>, i32>; 3]| Offer::of(0..3, |number| answers[number as usize]);
        assert_eq!(answers([Ok(None); 3]), Ok(vec![]));
        assert_eq!(answers([Ok(None), Err(5), Err(7)]), Err(5));
        assert_eq!(answers([Err(5), Ok(Some(one)), Err(7)]), Ok(vec![one]));
    }

    #[test]
    fn the_nearest_that_takes_the_input_is_chosen() {
        let offers = [
            offer(1, 1920, 1080, 1920, 1920),
            offer(2, 1280, 720, 960, 1920),
            offer(3, 960, 540, 960, 1920),
            offer(4, 640, 360, 640, 640),
        ];
        assert_eq!(chosen(&offers, 1280, 720), Ok(2));
        assert_eq!(chosen(&offers, 1476, 830), Ok(2));
        assert_eq!(chosen(&offers, 960, 540), Ok(3));
        assert_eq!(chosen(&offers, 640, 360), Ok(4));
        assert_eq!(
            chosen(&offers, 800, 450),
            Err("Reason.RuntimeSizes"),
            "between two"
        );
        assert_eq!(chosen(&offers, 320, 180), Err("Reason.RuntimeSizes"));
        // Of the right area, too high.
        assert_eq!(chosen(&offers, 640, 1440), Err("Reason.RuntimeSizes"));
        assert_eq!(chosen(&[], 640, 360), Err("Reason.RuntimeNoMode"));
    }
}
