//! The rule `divergent-link`.

use super::pieces::place_of_page;
use super::scope::{all_of, distinct};
use super::{Metadata, Report, Rule};
use crate::resolved::{ResolvedLink, UrlText};
use crate::schema::{Form, WireValue};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a URL that is kept for everybody and that only some platforms understand, where the page has another link
    /// on the others.
    ///
    /// It leaves alone a URL that fits a variant of the page on every other platform, and one of which the file says
    /// which platform it is for (`macos<TAB>URL` in a list of links).
    ///
    /// ## Why is this bad?
    ///
    /// Whoever opens it on another platform sees nothing happen. Of Huawei Cloud Meeting, the sample for macOS joins with
    /// `page=joinTmpConfByLink` and those of all other platforms with `page=joinConfByLink`; a page or a list of links
    /// that was made on one computer is opened on all.
    ///
    /// ## Example
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinTmpConfByLink&conf_id=981924330&name=Tom&open_mic=false&open_camera=false
    /// ```
    ///
    /// Use instead:
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Tom&open_mic=false&open_camera=false
    /// ```
    ///
    /// ## How to fix
    ///
    /// Keep a link for every platform, each with its platform before it, or use the form that all of them understand.
    /// `linkc url SCHEMA/PAGE` prints the link on every platform.
    DivergentLink = {
        id: "divergent-link",
        summary: "a link for everybody is one that only some platforms understand",
        level: Warning,
    }
}

impl Rule for DivergentLink {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let Some(url) = link.url().filter(|url| is_for_everybody(url)) else { return };
        let Some(form) = link.forms.first().map(|resolved| resolved.form) else { return };
        let fits = link.platforms();
        let others = link.page.platforms.iter().map(String::as_str).filter(|platform| !fits.contains(platform));
        let others: Vec<&str> = others.filter(|platform| !has_form_like(link, platform, form)).collect();
        let Some(other) = others.first().and_then(|platform| link.page.form(platform, None)) else { return };
        let page = &link.page.name.value;
        let message = format!("this link of `{page}` is not for {}", all_of(others.iter().copied()));
        let label = format!("the form for {}", all_of(fits.into_iter()));
        let common = common_form(link);
        let help = match (common, difference(form, other)) {
            (Some(constant), _) => format!("{constant} is documented on all platforms"),
            (None, Some((name, value))) => format!("there it is `{name}={value}`: keep a link for each platform"),
            (None, None) => "keep a link for each platform".to_owned(),
        };
        report.push(
            report
                .finding(message, place_of_page(link))
                .label(label)
                .help(help)
                .help(format!("`linkc url {}/{page}` prints the link on every platform", link.schema.name))
                .about(link.subject_of(if url.text.contains('?') { "?" } else { "" })),
        );
    }
}

/// Whether a URL is kept where people on any platform may open it.
fn is_for_everybody(url: &UrlText) -> bool {
    // What a text around a link says of its platform is not known here: the sample for one platform is right.
    url.surroundings.is_none() && (url.is_kept && !url.is_for_platform)
}

/// Whether the page on `platform`, plain or in a variant, has the constants of `form` and the same head.
fn has_form_like(link: &ResolvedLink<'_>, platform: &str, form: &Form) -> bool {
    let mut forms = link.page.forms.iter().filter(|other| other.platform == platform);
    forms.any(|other| head(other) == head(form) && constants(other).eq(constants(form)))
}

fn head(form: &Form) -> &str {
    form.link.as_str().split(['?', '{']).next().unwrap_or_default()
}

fn constants(form: &Form) -> impl Iterator<Item = (&str, &WireValue)> {
    form.parameters.iter().filter_map(|parameter| Some((parameter.name(), parameter.constant()?)))
}

/// The first constant that `other` has with another value.
fn difference<'f>(form: &Form, other: &'f Form) -> Option<(&'f str, String)> {
    let differs = |(name, value): &(&str, &WireValue)| form.parameter(name).and_then(|p| p.constant()) != Some(*value);
    constants(other).find(differs).map(|(name, value)| (name, value.display()))
}

/// "`page=joinConfByLink`", where all platforms have a form with this constant.
fn common_form(link: &ResolvedLink<'_>) -> Option<String> {
    let platforms: Vec<&str> = link.page.platforms.iter().map(String::as_str).collect();
    let has_all = |form: &&Form| platforms.iter().all(|platform| has_form_like(link, platform, form));
    let form = link.page.forms.iter().find(has_all)?;
    let constants: Vec<String> = constants(form).map(|(name, value)| format!("{name}={}", value.display())).collect();
    (!constants.is_empty()).then(|| all_of(distinct(constants.iter().map(String::as_str)).into_iter()))
}
