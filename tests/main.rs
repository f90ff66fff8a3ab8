//! The one test binary.

/// What was found before, and does not count.
mod baseline;
/// The pages in a browser, and before outside judges.
mod browser;
/// The commands: exit codes, streams, files.
mod cli;
/// The README and the texts of `explain` against the program.
mod docs;
/// The vendor's documents against what linkc writes, shows and reads.
mod documents;
/// Every target, for every case.
mod emit;
/// What is put right, and what is left as it was.
mod fix;
/// Mails, calendar entries, QR codes and the like, read back by other programs.
mod invitations;
/// The JSON Schemas against the compiler.
mod json_schema;
/// RFC 6570 and reading back.
mod link_template;
/// Signatures, and values that a service gives out.
#[cfg(feature = "obtain")]
mod obtain;
/// What a person or a program sees of findings, in every format.
mod report;
/// Input that nobody means well with.
mod robust;
/// What is written is read back.
mod round_trip;
/// Every rule and phase error: what it finds, what it leaves alone, how it looks.
mod rules;
/// Links in any text.
mod scan;
/// The built-in schemas.
mod schemas;
/// Secrets in every place where one can be: nothing that is printed shows one.
mod secrets;
/// The settings of a project.
mod settings;
/// Running the program.
mod support;
/// What is silenced, and what is left over.
mod suppression;
/// `${…}` in values.
mod value;
/// The types of parameters.
mod value_type;
/// What stubs are tested with.
mod vectors;
/// The tree of YAML, its places, limits and messages.
mod yaml;
