//! What kind of text a file is: by its name, and where that says nothing, by its beginning.

use std::path::Path;

/// The kind of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Syntax {
    /// HTML, and templates of web pages.
    Html,
    /// XML, whose readers put up with nothing.
    Xml,
    /// Markdown.
    Markdown,
    /// A mail with its headers.
    Mail,
    /// Source code.
    Source(Language),
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// Java properties.
    Properties,
    /// A table of values between commas.
    Csv,
    /// Anything else.
    Plain,
}

/// A programming language, or several that write their strings alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// C, C++, Objective-C.
    C,
    /// C#.
    CSharp,
    /// Java, Groovy, Scala.
    Java,
    /// Kotlin.
    Kotlin,
    /// Swift.
    Swift,
    /// JavaScript and TypeScript.
    JavaScript,
    /// Python.
    Python,
    /// Go.
    Go,
    /// Rust.
    Rust,
    /// Ruby.
    Ruby,
    /// PHP.
    Php,
    /// Dart.
    Dart,
    /// Shells of Unix.
    Shell,
    /// Batch files of Windows.
    Batch,
    /// Anything else that has strings in double quotes: TOML, style sheets.
    Other,
}

impl Syntax {
    /// The kind of the text in the file at `path`.
    pub fn of(path: &Path, text: &str) -> Self {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "html" | "htm" | "xhtml" | "vue" | "svelte" | "jsp" | "ftlh" | "cshtml" | "gohtml" | "wxml" | "config"
            | "manifest" => Self::Html,
            "erb" | "ejs" | "hbs" | "mustache" | "ftl" | "twig" | "j2" | "jinja" | "jinja2" | "njk" | "tmpl" => {
                Self::of_template(path)
            }
            "svg" | "xml" | "plist" | "xib" | "storyboard" | "xaml" | "axaml" | "csproj" | "resx" | "xlf" | "xliff"
            | "rss" | "atom" | "jspx" => Self::Xml,
            "md" | "markdown" | "mdx" | "mkd" => Self::Markdown,
            "eml" | "mht" | "mhtml" => Self::Mail,
            "json" | "json5" | "jsonc" | "webmanifest" | "ipynb" | "geojson" | "har" => Self::Json,
            "yaml" | "yml" => Self::Yaml,
            "properties" => Self::Properties,
            "csv" => Self::Csv,
            other => match Language::of(other) {
                Some(language) => Self::Source(language),
                None => Self::of_beginning(text),
            },
        }
    }

    /// The kind of what a template makes, as the name before its own extension says: of `mail.txt.j2`, plain text. Its
    /// strings are not those of a program.
    fn of_template(path: &Path) -> Self {
        let made = path.file_stem().map(Path::new).filter(|made| made.extension().is_some());
        match made.map(|made| Self::of(made, "")) {
            Some(Self::Source(_) | Self::Json | Self::Yaml | Self::Properties | Self::Csv) => Self::Plain,
            Some(kind) => kind,
            None => Self::Html,
        }
    }

    /// Whether the text is a part of what runs at a user's, or is sent there: a page, an app. A program that may as well
    /// run on a server is one only if it says so.
    pub fn is_client(self, text: &str) -> bool {
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        match self {
            Self::Html | Self::Source(Language::Swift | Language::Kotlin | Language::Dart) => true,
            Self::Xml => says(&["<resources", "<plist"]),
            Self::Source(Language::Java) => says(&["import android."]),
            Self::Source(Language::JavaScript) => says(&["window.", "document.", "wx.", "from '@ohos", "from '@kit"]),
            Self::Source(Language::C) => says(&["#import <UIKit/", "#import <Foundation/", "@import UIKit"]),
            _ => false,
        }
    }

    fn of_beginning(text: &str) -> Self {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let start = &start[..start.char_indices().nth(64).map_or(start.len(), |(at, _)| at)];
        let lower = start.to_ascii_lowercase();
        if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
            return Self::Html;
        }
        if lower.starts_with("<?xml") {
            return Self::Xml;
        }
        let Some(program) = start.strip_prefix("#!").and_then(|rest| rest.lines().next()) else { return Self::Plain };
        let languages = [
            ("python", Language::Python),
            ("node", Language::JavaScript),
            ("ruby", Language::Ruby),
            ("php", Language::Php),
            ("sh", Language::Shell),
        ];
        let found = languages.iter().find(|(name, _)| program.contains(name));
        found.map_or(Self::Plain, |(_, language)| Self::Source(*language))
    }
}

impl Language {
    fn of(extension: &str) -> Option<Self> {
        Some(match extension {
            "c" | "cc" | "cpp" | "cxx" | "h" | "hh" | "hpp" | "hxx" | "m" | "mm" | "ino" => Self::C,
            "cs" | "vb" => Self::CSharp,
            "java" | "groovy" | "gradle" | "scala" => Self::Java,
            "kt" | "kts" => Self::Kotlin,
            "swift" => Self::Swift,
            "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx" | "ets" | "wxs" => Self::JavaScript,
            "py" | "pyi" | "pyw" => Self::Python,
            "go" => Self::Go,
            "rs" => Self::Rust,
            "rb" | "rake" | "podspec" => Self::Ruby,
            "php" | "phtml" => Self::Php,
            "dart" => Self::Dart,
            "sh" | "bash" | "zsh" | "ksh" | "fish" | "ps1" | "env" => Self::Shell,
            "bat" | "cmd" => Self::Batch,
            "toml" | "css" | "scss" | "less" | "strings" | "lua" | "pl" | "pm" | "r" | "sql" | "ex" | "exs" => {
                Self::Other
            }
            _ => return None,
        })
    }

    /// The characters that open and close a string.
    pub(super) fn quotes(self) -> &'static [char] {
        match self {
            Self::Go | Self::JavaScript => &['"', '\'', '`'],
            Self::Python | Self::Ruby | Self::Php | Self::Dart | Self::Shell | Self::Other => &['"', '\''],
            Self::C | Self::CSharp | Self::Java | Self::Kotlin | Self::Swift | Self::Rust | Self::Batch => &['"'],
        }
    }

    /// Whether three quotes open and close a string.
    pub(super) fn has_triple_quotes(self) -> bool {
        matches!(self, Self::CSharp | Self::Java | Self::Kotlin | Self::Swift | Self::Python | Self::Dart | Self::Other)
    }

    /// What begins a comment that ends with the line.
    pub(super) fn comments(self) -> &'static [&'static str] {
        match self {
            Self::Python | Self::Ruby | Self::Shell => &["#"],
            Self::Php => &["//", "#", "/*"],
            Self::Batch => &["rem ", "REM ", "::"],
            Self::Other => &["/*"],
            _ => &["//", "/*"],
        }
    }

    /// What stands between two texts that are put together.
    pub(super) fn operators(self) -> &'static [&'static str] {
        match self {
            Self::Php => &["."],
            Self::CSharp => &["+", "& "],
            Self::C | Self::Ruby => &["<<", "+"],
            Self::Other => &["..", "||", "<>", ". ", "+"],
            Self::Batch => &[],
            _ => &["+"],
        }
    }

    /// Whether string literals that follow each other are one.
    pub(super) fn joins_neighbours(self) -> bool {
        matches!(self, Self::C | Self::Python | Self::Dart)
    }
}
