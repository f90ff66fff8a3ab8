//! The rule `client-side-key`.

use super::{Metadata, Report, Rule};
use crate::config::Config;
use crate::obtain::BoundObtain;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;
use crate::source::Span;
use crate::yaml::{Content, Node};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports the key of an app in something that is meant for a client: as a value of a link, as an option of an output, or as
    /// a literal in the code of an app or a web page that has to do with the schema's service.
    ///
    /// Of code it looks at HTML and what is like it, Swift, Kotlin and Dart, and at Java, JavaScript and Objective-C that are
    /// clearly of an app or a browser.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever has the key can sign for every user of the app, its administrators too. A key in an app is found by taking the app
    /// apart, one in a page by opening its source. The developer guide of Huawei Cloud Meeting keeps it on the server, and says
    /// of its own JavaScript sample that it is not for the front end.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// links:
    ///   sign-in: { page: login, values: { nonce: "${env:APP_KEY}" } }
    /// obtain:
    ///   nonce:
    ///     mode: enterprise-user
    ///     site: international
    ///     credentials:
    ///       app_id: 00112233445566778899aabbccddeeff
    ///       app_key: ${env:APP_KEY}
    ///       user_id: alice@ent01
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// links:
    ///   sign-in: { page: login, inputs: [nonce] }
    /// obtain:
    ///   nonce:
    ///     mode: enterprise-user
    ///     site: international
    ///     credentials:
    ///       app_id: 00112233445566778899aabbccddeeff
    ///       app_key: ${env:APP_KEY}
    ///       user_id: alice@ent01
    /// ```
    ///
    /// ## How to fix
    ///
    /// Sign on your server, and give the client what the service gives out: a nonce. A key that has been in a client is known;
    /// have a new one made.
    ClientSideKey = {
        id: "client-side-key",
        summary: "the key of an app is in something that is meant for a client",
        level: Error,
    }
}

impl Rule for ClientSideKey {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_obtain(&self, asked: &[BoundObtain<'_>], report: &mut Report<'_>) {
        for bound in asked {
            for key in &bound.keys {
                report_key(&key.value, key.span, bound.subject.clone(), report);
            }
        }
    }

    fn check_config(&self, config: &Config, schema: &Schema, _links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        for asked in &config.obtain {
            let Some(obtain) = schema.obtain(&asked.parameter.value) else { continue };
            let keys =
                asked.values.iter().filter(|(name, _)| obtain.credential(&name.value).is_some_and(|it| it.secret));
            for (name, key) in keys {
                let Some(key) = key.as_scalar().filter(|key| key.text.len() >= SHORTEST) else { continue };
                for (place, path) in exposed(config).filter(|(node, _)| holds(node, &key.text)) {
                    report_key(&name.value, place.span, path, report);
                }
            }
        }
    }
}

/// Shorter texts are in others by chance.
const SHORTEST: usize = 6;

fn holds(node: &Node, key: &str) -> bool {
    match &node.content {
        Content::Scalar(scalar) => scalar.text.contains(key),
        Content::Sequence(items) => items.iter().any(|item| holds(item, key)),
        Content::Mapping(mapping) => mapping.entries.iter().any(|entry| holds(&entry.value, key)),
        Content::Null => false,
    }
}

/// All of a config that comes out in links and artifacts, with its document path.
fn exposed(config: &Config) -> impl Iterator<Item = (&Node, String)> {
    let own = config.values.iter().map(|value| (&value.node, format!("values/{}", value.name.value)));
    let links = config.links.iter().flat_map(|link| {
        let path = format!("links/{}", link.name.value);
        let on = link.on.iter().flat_map(|(_, values)| values);
        let values = link.values.iter().chain(on).map(|value| (&value.node, &value.name.value));
        let inputs = link.inputs.iter().filter_map(|input| Some((input.fallback.as_ref()?, &input.name.value)));
        values.chain(inputs).map(move |(node, name)| (node, format!("{path}/{name}"))).collect::<Vec<_>>()
    });
    let options = config.outputs.iter().flat_map(|output| &output.options);
    own.chain(links).chain(options.map(|(name, node)| (node, format!("outputs/{}", name.value))))
}

fn report_key(name: &str, span: Span, path: String, report: &mut Report<'_>) {
    report.push(
        report
            .finding(format!("the key `{name}` is in something that is meant for a client"), span)
            .label("whoever has the app or the link has the key")
            .help("sign on a server, and give the client only what the service gives out; have a new key made")
            .about(path),
    );
}
