//! Tables for people: columns as wide as their widest cell, the last one wrapped by nobody.

/// `rows` under `header`, in columns; without a header when it is empty.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let count = header.len().max(rows.iter().map(Vec::len).max().unwrap_or(0));
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| display_width(cell));
        cells.chain(header.get(column).map(|cell| display_width(cell))).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut text = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut row = String::new();
        for (cell, width) in cells.zip(&widths) {
            row.push_str(cell);
            row.push_str(&" ".repeat(width - display_width(cell) + 2));
        }
        text.push_str(row.trim_end());
        text.push('\n');
    };
    if !header.is_empty() {
        line(&mut header.iter().copied());
    }
    for row in rows {
        line(&mut row.iter().map(String::as_str));
    }
    text
}

/// How many columns of a terminal `text` takes: East Asian wide characters take two.
pub(crate) fn display_width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
