//! The rule `port-without-host`.

use super::scope::{distinct, is_finding, is_typed_now, on};
use super::{Metadata, Report, Rule};
use crate::resolved::{Binding, ResolvedForm, ResolvedLink};
use crate::schema::ValueType;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a port that is given while the host that it belongs to is not. It looks at pages that have one parameter
    /// for a host and one for a port.
    ///
    /// ## Why is this bad?
    ///
    /// A port says nothing by itself. Without the host, the app goes to its default server, whose port it knows; whether
    /// it takes the port from the link all the same, no document says.
    ///
    /// ## Example
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&port=8443&conf_id=981924330&name=Tom
    /// ```
    ///
    /// Use instead:
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&server_url=meeting.huaweicloud.com&port=8443&conf_id=981924330&name=Tom
    /// ```
    PortWithoutHost = {
        id: "port-without-host",
        summary: "a port is given without the host that it belongs to",
        level: Warning,
    }
}

impl Rule for PortWithoutHost {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let lonely: Vec<_> = link
            .forms
            .iter()
            .filter_map(|resolved| lonely_port(resolved).map(|(port, host)| (resolved, port, host)))
            .collect();
        let Some((_, port, host)) = lonely.first().filter(|_| is_finding(link, lonely.len())) else { return };
        let Some(given) = &port.given else { return };
        let platforms = distinct(lonely.iter().map(|(resolved, ..)| resolved.form.platform.as_str()));
        let (name, host) = (port.name(), host.name());
        let help = match (link.url().is_some(), is_typed_now(link)) {
            (true, _) => format!("add `{host}=…`, or take `{name}` out"),
            (false, true) => format!("add `--set {host}=…`, or leave `{name}` out"),
            (false, false) => format!("add `{host}` to the values, or take `{name}` out"),
        };
        let message = format!("`{name}` is given without `{host}`{}", on(link, &platforms));
        let finding = report.finding(message, given.name_span).label("a port of which server?").help(help);
        report.push(finding.about(link.subject_of(name)));
    }
}

/// The port that is given, and the host that is not, where the form has one of each and the host may be left out.
fn lonely_port<'l>(resolved: &'l ResolvedForm<'_>) -> Option<(&'l Binding<'l>, &'l Binding<'l>)> {
    let only = |is_kind: fn(&ValueType) -> bool| {
        let mut of_kind = resolved.bindings.iter().filter(|binding| is_kind(&binding.parameter.parameter.value_type));
        of_kind.next().filter(|_| of_kind.next().is_none())
    };
    let port = only(|value_type| matches!(value_type, ValueType::Port))?;
    let host = only(|value_type| matches!(value_type, ValueType::Host))?;
    let is_given = |binding: &Binding<'_>| {
        binding.input.is_some() || binding.is_unusable || binding.given.as_ref().is_some_and(|given| !given.is_blank())
    };
    let is_open = host.parameter.constant().is_none()
        && host.parameter.default().is_none()
        && !host.parameter.is_required()
        && !host.parameter.structural;
    (is_open && port.given.as_ref().is_some_and(|given| !given.is_blank()) && !is_given(host)).then_some((port, host))
}
