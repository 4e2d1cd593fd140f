//! Pins: one shape for each kind, so that they are told apart without colour. The number stands inside.

use super::svg::number;
use crate::model::Kind;
use std::fmt::Write;

/// Half the room a pin takes, with its halo.
pub(super) const REACH: f64 = 12.5;

/// The shapes of pins, in the order of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    Cross,
    Circle,
    Diamond,
    Square,
    Triangle,
    Hexagon,
}

impl Shape {
    pub(super) const ALL: [Self; 6] =
        [Self::Cross, Self::Circle, Self::Diamond, Self::Square, Self::Triangle, Self::Hexagon];

    /// The shape of a kind.
    pub(super) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Hospital => Self::Cross,
            Kind::Clinic => Self::Circle,
            Kind::Dental => Self::Diamond,
            Kind::Pharmacy => Self::Square,
            Kind::Care => Self::Triangle,
            Kind::Maternity | Kind::Other => Self::Hexagon,
        }
    }

    /// What the legend says.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Cross => "病院",
            Self::Circle => "診療所",
            Self::Diamond => "歯科",
            Self::Square => "薬局",
            Self::Triangle => "介護",
            Self::Hexagon => "そのほか",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Cross => "hospital",
            Self::Circle => "clinic",
            Self::Diamond => "dental",
            Self::Square => "pharmacy",
            Self::Triangle => "care",
            Self::Hexagon => "other",
        }
    }

    /// Dark enough for white digits at AAA, and apart from each other in grey by shape alone.
    const fn colour(self) -> &'static str {
        match self {
            Self::Cross => "#1f2430",
            Self::Circle => "#1d5138",
            Self::Diamond => "#5a2a82",
            Self::Square => "#134a8e",
            Self::Triangle => "#7a3300",
            Self::Hexagon => "#4a4a4a",
        }
    }

    /// Outline around (0, 0).
    const fn outline(self) -> &'static str {
        match self {
            Self::Cross => "M-5.5-11.5h11v4h4v15h-4v4h-11v-4h-4v-15h4z",
            Self::Circle => "M-10.5 0a10.5 10.5 0 1 0 21 0a10.5 10.5 0 1 0-21 0z",
            Self::Diamond => "M0-12.5L12.5 0L0 12.5L-12.5 0z",
            Self::Square => "M-9.5-9.5h19v19h-19z",
            Self::Triangle => "M0-13.5L13.5 10.5h-27z",
            Self::Hexagon => "M-11 0L-5.5-10h11L11 0L5.5 10h-11z",
        }
    }

    /// How large digits are that fit inside.
    const fn digits(self, shown: usize) -> f64 {
        match (self, shown) {
            (_, ..10) => 12.5,
            (Self::Triangle, ..100) => 11.0,
            (Self::Diamond, ..100) => 11.5,
            (_, ..100) => 12.0,
            _ => 9.0,
        }
    }

    /// Where the middle of the digits stands below the middle of the shape.
    const fn digits_at(self) -> f64 {
        match self {
            Self::Triangle => 4.6,
            _ => 0.0,
        }
    }
}

/// How a pin looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    pub(super) shape: Shape,
    /// Only its town is known: drawn hollow.
    pub(super) town: bool,
    /// Several facilities there: a second line around it.
    pub(super) several: bool,
}

impl Look {
    /// Half the room it takes.
    pub(super) const fn reach(self) -> f64 {
        if self.several { REACH * 1.25 } else { REACH }
    }
}

/// Draws a pin with its number (0: without).
pub(super) fn pin(out: &mut String, (x, y): (f64, f64), look: Look, shown: usize) {
    let Look { shape, town, several } = look;
    let colour = shape.colour();
    let _ = write!(
        out,
        "<g class=\"map-pin map-pin--{}{}\" transform=\"translate({} {})\">",
        shape.class(),
        if town { " map-pin--town" } else { "" },
        number(x),
        number(y)
    );
    if several {
        let _ = write!(
            out,
            "<path class=\"map-pin-ring\" d=\"{}\" transform=\"scale(1.22)\" fill=\"#fff\" stroke=\"{colour}\" stroke-width=\"1.4\"/>",
            shape.outline()
        );
    }
    let (fill, stroke, digits) = if town { ("#fff", colour, colour) } else { (colour, "#fff", "#fff") };
    let _ = write!(
        out,
        "<path class=\"map-pin-shape\" d=\"{}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{}\"/>",
        shape.outline(),
        if town { "1.8" } else { "1.2" }
    );
    if shown > 0 {
        let size = shape.digits(shown);
        let _ = write!(
            out,
            "<text class=\"map-pin-number\" y=\"{}\" font-size=\"{}\" font-weight=\"700\" text-anchor=\"middle\" fill=\"{digits}\">{shown}</text>",
            number(shape.digits_at() + size * 0.355),
            number(size)
        );
    }
    out.push_str("</g>\n");
}
