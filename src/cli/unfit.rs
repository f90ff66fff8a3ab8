//! Links and targets that do not go together: said before anything is written.

use linkc::diagnostic::{Diagnostic, Diagnostics};
use linkc::emit::{Artifact, Target, web_address};
use linkc::link::Link;
use linkc::resolved::ResolvedLink;

use super::Failure;

/// Reports links without an address of the web, where the target needs one. A rule may have said it of the output
/// already; then there are errors, and it is not said again for every link.
pub(super) fn report_without_web(
    target: &Target,
    resolved: &[ResolvedLink<'_>],
    links: &[Link],
    diagnostics: &mut Diagnostics,
) {
    if !target.web || diagnostics.has_errors() {
        return;
    }
    for link in links.iter().filter(|link| web_address(link).is_none()) {
        let Some(place) = resolved.iter().find(|resolved| resolved.name.value == link.name) else { continue };
        let message = format!("`{}` has no address of the web, and the target `{}` needs one", link.name, target.name);
        diagnostics.push(
            Diagnostic::error("no-web-address", message, place.name.span)
                .label("only the app opens it")
                .help("say where the landing pages will be: `landing: https://go.example.com/m/{link}`")
                .about(format!("{}/landing", place.subject)),
        );
    }
}

/// The same for a link from the command line.
pub(super) fn refuse_without_web(target: &Target, link: &Link) -> Result<(), Failure> {
    if !target.web || web_address(link).is_some() {
        return Ok(());
    }
    Err(Failure::new(format!("the link has no address of the web, and the target `{}` needs one", target.name))
        .help("say where its landing page is: `--landing https://go.example.com/m/{link}`"))
}

/// Refuses to write nothing, as if it were done, where all that a target writes depends on something that no link has.
pub(super) fn refuse_nothing(target: &Target, source: &str, artifacts: &[Artifact]) -> Result<(), Failure> {
    let needs = target.files.iter().find_map(|file| file.when.as_deref());
    let Some(needs) = needs.filter(|_| artifacts.is_empty()) else { return Ok(()) };
    Err(Failure::new(format!("the target `{}` has nothing to write for `{source}`", target.name))
        .help(format!("it is for links that have a `{}`", needs.trim_start_matches("link."))))
}
