//! QR codes: a text as the dark and light modules of a square, and as a picture of it.
//!
//! The level of correction is M (15 %), the usual one for a code on a screen or on paper: a level more makes the same
//! link a third denser, and it is the density that a camera at arm's length fails at.

use fast_qr::{ECL, QRBuilder, QRCode};

/// ISO/IEC 18004, section 9.1: the light border that a code must have on every side, in modules.
pub(super) const QUIET_ZONE: usize = 4;

/// A QR code.
pub(super) struct Qr {
    code: Box<QRCode>,
}

impl Qr {
    /// The code of `text`.
    ///
    /// # Errors
    ///
    /// When the text is longer than a code can hold, in one line.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        // It chooses the mode, the version and the mask by the text alone: the same text gives the same code.
        let code = QRBuilder::new(text).ecl(ECL::M).build();
        let code = code.map_err(|_| format!("a text of {} bytes is too long for a QR code", text.len()))?;
        Ok(Self { code: Box::new(code) })
    }

    /// How many modules a side has, the quiet zone not counted.
    pub(super) fn size(&self) -> usize {
        self.code.size
    }

    /// Whether the module is dark; those of the quiet zone and beyond are not.
    pub(super) fn is_dark(&self, row: usize, column: usize) -> bool {
        row < self.size() && column < self.size() && self.code[row][column].value()
    }

    /// An SVG picture that a page can hold as it is: a side of a module is a unit, the quiet zone is in it. It is dark
    /// on light in a dark page too, for many readers take nothing else.
    pub(super) fn svg(&self, label: &str) -> String {
        let side = self.size() + 2 * QUIET_ZONE;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
             aria-label=\"{}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
             <path stroke=\"#000\" d=\"{}\"/></svg>",
            super::escape::html(label),
            self.strokes()
        )
    }

    /// The dark modules as strokes of a line one unit wide, row by row: the shortest form that needs no compression.
    fn strokes(&self) -> String {
        let mut path = String::new();
        for row in 0..self.size() {
            let mut pen = None;
            let mut column = 0;
            while column < self.size() {
                let end = (column..self.size()).find(|&at| !self.is_dark(row, at)).unwrap_or(self.size());
                if end == column {
                    column += 1;
                    continue;
                }
                match pen {
                    None => path.push_str(&format!("M{} {}.5", column + QUIET_ZONE, row + QUIET_ZONE)),
                    Some(pen) => path.push_str(&format!("m{} 0", column - pen)),
                }
                path.push_str(&format!("h{}", end - column));
                pen = Some(end);
                column = end;
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The picture, drawn again on a grid: rows of the quiet zone included.
    fn drawn(svg: &str) -> Vec<Vec<bool>> {
        let side: usize = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let mut grid = vec![vec![false; side]; side];
        let path = svg.split("stroke=\"#000\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        for row in path.split('M').skip(1) {
            let (start, strokes) = row.split_at(row.find('h').unwrap());
            let (x, y) = start.split_once(' ').unwrap();
            let (mut x, y): (usize, usize) = (x.parse().unwrap(), y.strip_suffix(".5").unwrap().parse().unwrap());
            for stroke in strokes.split('h').skip(1) {
                let (length, skip) = stroke.split_once('m').unwrap_or((stroke, "0 0"));
                let length: usize = length.parse().unwrap();
                grid[y][x..x + length].fill(true);
                x += length + skip.strip_suffix(" 0").unwrap().parse::<usize>().unwrap();
            }
        }
        grid
    }

    #[test]
    fn the_picture_has_the_modules_and_the_quiet_zone() {
        let qr = Qr::new("https://go.example.com/m/weekly-sync").unwrap();
        let grid = drawn(&qr.svg("Weekly \"sync\""));
        assert_eq!(grid.len(), qr.size() + 8);
        for (row, modules) in grid.iter().enumerate() {
            for (column, &is_dark) in modules.iter().enumerate() {
                let inner = row.checked_sub(QUIET_ZONE).zip(column.checked_sub(QUIET_ZONE));
                let expected = inner.is_some_and(|(row, column)| qr.is_dark(row, column));
                assert_eq!(is_dark, expected, "{row} {column}");
            }
        }
        assert!(qr.is_dark(0, 0) && qr.is_dark(6, 6) && !qr.is_dark(7, 7), "the finder pattern");
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        // ISO/IEC 18004, table 7: version 40 at level M holds 2331 bytes.
        assert!(Qr::new(&"x".repeat(2331)).is_ok());
        assert_eq!(Qr::new(&"x".repeat(2332)).err().unwrap(), "a text of 2332 bytes is too long for a QR code");
        assert!(Qr::new("").is_ok());
    }
}
