//! The sieve that files found below a folder go through: most hold nothing for us, and are told by a look at their bytes.
//!
//! A file is looked through in pieces, in a buffer that all files share: what is not worth reading never takes memory of
//! its own, and a piece is searched while the processor still has it at hand.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use linkc::scan::Scanner;

use super::{Failure, files};

/// What a person wrote is not larger; what is larger is skipped where it was not named.
const MAX_TEXT: u64 = 8 << 20;

/// How much of a file is looked at at once.
const PIECE: usize = 64 << 10;

/// How one of the lines of a file of ours begins.
const OURS: &[u8] = b"linkc:";

/// The room that looking through a file takes; for one file after another.
#[derive(Default)]
pub(crate) struct Sieve {
    buffer: Vec<u8>,
}

/// What a look at a file has shown.
pub(crate) enum Sieved {
    /// There is nothing for us in it.
    Nothing,
    /// It is no text, or too large for one.
    NoText,
    /// It is worth reading: all of it.
    Worth(Vec<u8>),
}

impl Sieve {
    /// Looks through the file at `path`: for beginnings of links, and for that of a file of ours where it `may_be_ours`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub(crate) fn sift(&mut self, path: &Path, may_be_ours: bool, scanner: &Scanner<'_>) -> Result<Sieved, Failure> {
        let cannot = |error: io::Error| files::cannot("read", path, &error);
        let mut file = File::open(path).map_err(cannot)?;
        let overlap = scanner.reach().max(OURS.len() + 1);
        self.buffer.resize(PIECE + overlap, 0);
        let (mut kept, mut total) = (0, 0);
        loop {
            let read = fill(&mut file, &mut self.buffer[kept..]).map_err(cannot)?;
            let piece = &self.buffer[..kept + read];
            if total == 0 && is_binary(piece) {
                return Ok(Sieved::NoText);
            }
            total += read as u64;
            if total > MAX_TEXT {
                return Ok(Sieved::NoText);
            }
            let is_first = total == read as u64;
            if scanner.may_have_links(piece) || (may_be_ours && ours(piece, is_first).next().is_some()) {
                let bytes = files::bytes_up_to(path, MAX_TEXT)?;
                return Ok(bytes.map_or(Sieved::NoText, Sieved::Worth));
            }
            let is_end = kept + read < self.buffer.len();
            if is_end {
                return Ok(Sieved::Nothing);
            }
            // What is looked for may begin in this piece and end in the next.
            kept = overlap;
            let start = self.buffer.len() - kept;
            self.buffer.copy_within(start.., 0);
        }
    }
}

/// Reads until `buffer` is full or the file ends; gives back how much.
fn fill(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Whether a line is `linkc: 1`, as every file of ours has one. Without a value there, as in the settings of a CI
/// service, it is the name of something.
pub(crate) fn is_ours(text: &[u8]) -> bool {
    let mut values = ours(text, true).map(|at| text[at + OURS.len()..].split(|byte| *byte == b'\n').next());
    values.any(|value| {
        value.map(<[u8]>::trim_ascii).is_some_and(|value| !value.is_empty() && !b"{[#&*".contains(&value[0]))
    })
}

/// Where lines of `text` begin as ours do; `is_start` tells whether a line begins with it.
fn ours(text: &[u8], is_start: bool) -> impl Iterator<Item = usize> {
    memchr::memmem::find_iter(text, OURS).filter(move |&at| if at == 0 { is_start } else { text[at - 1] == b'\n' })
}

/// Whether there is a NUL near the beginning, as git and grep have it.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    memchr::memchr(0, &bytes[..bytes.len().min(8192)]).is_some()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use linkc::schema::Catalog;
    use linkc::source::Sources;

    use super::*;

    /// What a sieve makes of a file with `bytes`.
    fn sift(bytes: &[u8]) -> Sieved {
        let sources = Sources::new();
        let schema = Catalog::new().built_in("huawei-cloud-meeting", &sources).unwrap();
        let scanner = Scanner::new(&[&schema]);
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        Sieve::default().sift(file.path(), true, &scanner).map_err(|failure| failure.message).unwrap()
    }

    #[test]
    fn what_is_looked_for_is_found_across_every_border() {
        for wanted in ["cloudlink://x", "\nlinkc: 1"] {
            for before in PIECE - 20..PIECE + 60 {
                let mut text = vec![b'a'; before];
                text.extend(wanted.bytes());
                text.resize(text.len() + 3 * PIECE, b'b');
                let found = sift(&text);
                assert!(matches!(found, Sieved::Worth(bytes) if bytes == text), "{wanted:?} behind {before} bytes");
            }
        }
    }

    #[test]
    fn a_piece_of_a_line_is_no_line() {
        for before in PIECE..PIECE + 60 {
            let mut text = vec![b'a'; before];
            text.extend(b"linkc: 1\n");
            text.resize(2 * PIECE + 100, b'b');
            assert!(matches!(sift(&text), Sieved::Nothing), "behind {before} bytes");
        }
    }

    #[test]
    fn what_is_no_text_is_told_from_what_holds_nothing() {
        assert!(matches!(sift(b"a\0b cloudlink://x"), Sieved::NoText));
        assert!(matches!(sift(b"nothing here"), Sieved::Nothing));
        assert!(matches!(sift(b""), Sieved::Nothing));
        let huge = vec![b'a'; usize::try_from(MAX_TEXT).unwrap() + 1];
        assert!(matches!(sift(&huge), Sieved::NoText));
        assert!(matches!(sift(&huge[1..]), Sieved::Nothing));
    }
}
