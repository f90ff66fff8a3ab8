//! The errors that are no rules: the next phase cannot go on, so they cannot be turned off.
//!
//! `linkc explain` prints what is said of them here. A test holds the table to the sources, so that no id is without
//! a text and no text without an id.

/// Their ids and what there is to say of each, sorted by id.
pub static PHASE_ERRORS: &[(&str, &str)] = &[
    (
        "ambiguous-name",
        "In the `obtain:` of a schema a name stands for two things. Credentials, generated fields, the \
         results of steps and `signature` share one space of names, for all of them can be referred to in a \
         request.\n\nRename one of them.",
    ),
    (
        "baseline-syntax",
        "A line of the baseline is none: it has no fingerprint, or a merge was not finished.\n\nIn a merge keep the \
         lines of both sides. A line that was written by hand goes; `linkc baseline create` writes the file anew.",
    ),
    (
        "duplicate-key",
        "A map has the same key twice. YAML forbids it, and readers disagree which of the two counts, so linkc takes \
         neither for granted.\n\nDelete one of them. The second label shows where the key stands first.",
    ),
    (
        "example-fails",
        "An example in a schema does not hold. Examples are the tests of a schema: one with a `url` has to give that \
         URL to the byte and to be read back from it; one with an `error` has to give that error.\n\nThe message \
         says what came out. Either the page is wrong or the example is.",
    ),
    (
        "exposed-key",
        "The `obtain:` of a schema gives its key away: the key of a signature is not declared as secret, or \
         it is a part of a request.\n\nDeclare it with `secret: true, required: true`, and send \
         `${signature}`.",
    ),
    (
        "invalid-event",
        "What an `event` says cannot be: a time that is none or that the clocks skip, an end before the start, a time \
         zone that does not exist, a rule of recurrence that calendars would not understand. Whoever gets the \
         invitation would come at another time, or not at all.\n\nTimes are written `2026-11-23T10:00` with a \
         `time_zone` as `Europe/Berlin`, or in UTC with a `Z` at the end and no zone; a `duration` as `1h 30m`; a \
         `recurrence` as RFC 5545 writes it, `FREQ=WEEKLY;BYDAY=MO`. `stamp` is the day on which the event was last \
         changed: programs see by it which of two invitations is the newer.",
    ),
    (
        "link-template-syntax",
        "The text is not an RFC 6570 URI Template. The label stands at the first character that does not fit and \
         says what could stand there.\n\nA `{` opens an expression, as in `{?conf_id,name}`. Where the character \
         itself is meant, write `%7B` for `{` and `%7D` for `}`.",
    ),
    (
        "malformed-name",
        "A name of your own is not made of lower-case words. Names of schemas, platforms, pages, variants and links \
         become file names, flags and names in code, so they are kept to letters and digits, with hyphens between \
         words: `weekly-sync`.\n\nRename it.",
    ),
    (
        "malformed-pair",
        "In a URL, the name of a known parameter is followed by something else than `=`, as in `page>launch`. The \
         app does not find the parameter then.\n\nWrite `=`. The rest of the link is read as if it stood there, so \
         that its other mistakes are found in the same run.",
    ),
    (
        "missing-credential",
        "A mode of obtaining a parameter needs a credential that nobody gave.\n\nThe message names it, the \
         help line says how to give it. A key is never typed: it comes from `${env:NAME}`, `${file:PATH}` or \
         a prompt.",
    ),
    (
        "missing-key",
        "Something that a schema or a link config cannot do without is not there, or is blank.\n\nThe message names \
         the key. `linkc init -` prints a link config that has them all.",
    ),
    (
        "no-web-address",
        "The target puts links where everyone must be able to open them, in a mail, a calendar or a page of Markdown, \
         and this link has no address of the web: programs on the way drop links such as `cloudlink:…`.\n\nBuild \
         landing pages with the target `launcher`, put them on a web server, and write their address under `landing`: \
         `landing: https://go.example.com/m/{link}`.",
    ),
    (
        "open-input",
        "A link leaves an input open, but the target writes finished links down.\n\nGive the input a `fallback`, or \
         give the config a `landing` address that stands in for the link, or build a target that keeps inputs open, \
         such as `json`.",
    ),
    (
        "open-list",
        "A list is left open where the link repeats its name for every item (`{?users*}`). How many items there will \
         be is not known before run time, so no parts of a link can be made for it.\n\nGive its values in the link \
         config.",
    ),
    (
        "optional-in-path",
        "A schema has an optional parameter in the middle of a path. When it is absent, a different path is left, \
         such as `//`, and not a path without it.\n\nMake it required or a constant, give it a default, or write \
         `{/name}`, which takes its slash along when it is absent.",
    ),
    (
        "request-syntax",
        "A text of a request in the `obtain:` of a schema is not well formed. `${name}` stands for a \
         credential, a generated field, the signature or a result; `${base64:name}` for its base64.\n\nWrite \
         `$${` for the characters `${`.",
    ),
    (
        "stale-baseline",
        "The baseline has entries for findings that are no longer there. Kept, they would let the same mistakes back \
         in unseen.\n\n`linkc baseline prune` takes them out. Commit the file with what put the findings right.",
    ),
    (
        "suppression-syntax",
        "A comment begins like a suppression and is none, so it silences nothing: it names no rule, its list is not \
         closed, or an `ignore-file` stands too far down in the file.\n\nWrite `linkc: ignore[RULE] because …` on the \
         line of the finding or alone on the line above it, or `linkc: ignore-file[RULE] because …` at the top of the \
         file, where there are only comments yet.",
    ),
    (
        "unescaped-parameter",
        "A schema writes a parameter with `{+name}` or `{#name}`, which leaves `&`, `=`, `/` and `?` as they are. A \
         value could then add parameters to the link.\n\nLeave the `+` or `#` out, or give the parameter a type \
         whose characters are limited: enum, host, port, integer, boolean.",
    ),
    (
        "unknown-key",
        "A map has a key that means nothing there. Ignoring it would hide a typing mistake, and the link would go \
         out without what was meant.\n\nThe help names the nearest key, or all that there are.",
    ),
    (
        "unknown-link",
        "A URL belongs to no page of any schema: nothing that the app answers to has this scheme, host and \
         path.\n\nThe help names the nearest one. `linkc list pages` lists the pages; `--schema FILE` adds a schema \
         of your own.",
    ),
    (
        "unknown-mode",
        "A parameter is to be obtained in a mode that the schema does not have.\n\nThe help line has the \
         nearest one or all of them; `linkc show SCHEMA` says what each is for.",
    ),
    (
        "unknown-name",
        "A name is used that is declared nowhere: a parameter that the schema's vocabulary or the page's link does \
         not have, or a variable of `landing` other than `{link}`.\n\nDeclare it, or correct it to the name in the \
         help.",
    ),
    (
        "unknown-page",
        "The schema has no such page: in a link config the name after `page:` is not among its pages, in a URL the \
         value that selects the page is not one that the app knows. The app would do nothing.\n\nThe help names the \
         nearest one; `linkc show SCHEMA` lists them all.",
    ),
    (
        "unknown-platform",
        "A platform is named that the schema does not have, or that the page or the link is not for.\n\nThe help \
         lists those that there are. Names of platforms are lower-case: `ios`, `windows`.",
    ),
    (
        "unknown-preset",
        "The schema has no preset of this name.\n\nThe help lists those that it has. A preset gives values to every \
         link that has the parameters; `values:` in the config does the same with values of your own.",
    ),
    (
        "unknown-rule",
        "A suppression or `linkc.yaml` names a rule that is not there. A phase error such as `yaml-syntax` is no \
         rule: linkc cannot go on without what it asks for, so it has no level and cannot be silenced.\n\nThe help \
         names the nearest rule; `linkc list rules` lists them all.",
    ),
    (
        "unknown-schema",
        "The name after `schema:` is not that of a built-in schema, and it is no path either.\n\n`linkc list \
         schemas` lists the built-in ones. A file is named by its path, from the link config's folder: \
         `./acme.yaml`.",
    ),
    (
        "unknown-site",
        "A parameter is to be obtained at a site that the schema does not have.\n\nThe help line has the \
         nearest one or all of them; `--base-url` reaches any other place.",
    ),
    (
        "unknown-source",
        "A fact of a schema names a source that the schema's `sources:` do not have, so nobody could look it \
         up.\n\nWrite the id of a source first, then the place in it: `source: \"scheme 4.4.3\"`.",
    ),
    (
        "unknown-target",
        "An entry of `outputs:` names a target that is not there.\n\n`linkc list targets` lists the built-in ones; \
         `--templates DIR` adds your own.",
    ),
    (
        "unknown-variant",
        "None of the link's platforms has a variant of this name. A variant applies on the platforms that have it, \
         so one that applies nowhere is a mistake.\n\n`linkc show SCHEMA/PAGE` shows the variants of a page.",
    ),
    (
        "unset-reference",
        "A value refers to an environment variable that is not set, or to a file that cannot be read. `linkc check` \
         does not need them; `linkc build` and `linkc url` do.\n\nSet the variable, or put the file where the \
         reference says, from the link config's folder.",
    ),
    (
        "unused-name",
        "The `obtain:` of a schema declares a credential that no signature and no request has.\n\nTake it \
         out, or name it where it belongs.",
    ),
    (
        "value-syntax",
        "A value holds a `${` that is no reference. There are `${env:NAME}` for an environment variable and \
         `${file:PATH}` for the contents of a file.\n\nWhere the characters themselves are meant, double the dollar \
         sign: `$${`.",
    ),
    (
        "wrong-address",
        "In the `obtain:` of a schema an address is none: a site is `https://` and a host, the path of a step \
         and a JSON Pointer begin with `/`, a header field is letters, digits and hyphens.\n\nThe message \
         says which it is.",
    ),
    (
        "wrong-credential",
        "A credential does not fit: the mode signs it as empty, or it is longer than the service \
         takes.\n\nTake it out, choose the mode that takes it, or check it for what was pasted along.",
    ),
    (
        "wrong-glob",
        "A pattern for files in `linkc.yaml` is not a glob, or cannot match any file below the settings.\n\nA glob is \
         as in a `.gitignore`: `*.md` is a name in any folder, `docs/**` is everything in a folder beside \
         `linkc.yaml`. There is no `!`: a later override wins.",
    ),
    (
        "wrong-nonce",
        "The `obtain:` of a schema declares a random text that cannot be made: its alphabet is too small or \
         not visible ASCII, or its length is not within what the service takes.\n\nThe message says which it \
         is.",
    ),
    (
        "wrong-option",
        "An entry of `outputs:` tells its target something under `options:` that the target does not have or cannot \
         take, or does not tell it what it needs.\n\n`linkc explain target/NAME` lists the options of a target.",
    ),
    (
        "wrong-platform",
        "A URL is right, but not for the platform that it is said to be for: the app has another form of the page \
         there.\n\n`linkc url SCHEMA/PAGE --platform PLATFORM` writes the form that the platform understands.",
    ),
    (
        "wrong-value",
        "A key has a value that it cannot have: a list where a text belongs, a word that is not one of those that \
         the key takes, a file of another kind or of a newer format.\n\nThe message and the help say what belongs \
         there.",
    ),
    (
        "yaml-limit",
        "A YAML file is larger, deeper or more repetitive in its aliases than anything that people write. linkc \
         stops reading before that costs memory or time.\n\nSplit the file, nest less, or write an alias out.",
    ),
    (
        "yaml-syntax",
        "The file is not YAML. The label stands where the text stops making sense, which may be a little behind the \
         mistake.\n\nThe usual causes are a tab in the indentation, a missing space behind a colon, and a value with \
         `: `, `#` or a quote in it that is not quoted.",
    ),
    (
        "yaml-unsupported",
        "This is YAML, but of a kind that linkc does not read: a second document in a file, a tag, a list as a key, \
         an alias without an anchor.\n\nWrite it without; the help says how.",
    ),
];

/// The id and text of the phase error called `id`.
pub fn find(id: &str) -> Option<(&'static str, &'static str)> {
    PHASE_ERRORS.iter().copied().find(|(known, _)| *known == id)
}
