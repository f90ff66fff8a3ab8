//! How a parameter is obtained, as `linkc show SCHEMA` prints it.

use linkc::obtain::{GeneratedKind, Obtain};
use linkc::source::Spanned;

use super::table::table;

/// The section of `obtain`.
pub(super) fn text(obtain: &Obtain) -> String {
    let mut text = format!("\nObtaining {}{}\n", obtain.parameter.value, source(&obtain.facts.source));
    text.push_str(&format!("  {}\n", one_line(&obtain.doc)));
    let mut push = |title: &str, rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            text.push_str(&format!("\n  {title}\n"));
            text.push_str(&table(&[], &rows));
        }
    };
    let row = |cells: [&str; 3]| -> Vec<String> { std::iter::once("  ").chain(cells).map(str::to_owned).collect() };
    push(
        "Modes",
        obtain
            .modes
            .iter()
            .map(|mode| {
                let fields = mode.fields.iter().map(|field| match obtain.credential(&field.value) {
                    Some(credential) if !mode.takes(credential) => "",
                    _ => field.value.as_str(),
                });
                let signed = fields.collect::<Vec<_>>().join(&obtain.signature.separator.value);
                row([&mode.name.value, &signed, &format!("{}{}", mode.title, source(&mode.facts.source))])
            })
            .collect(),
    );
    push(
        "Credentials",
        obtain
            .credentials
            .iter()
            .map(|credential| {
                let marks = [(credential.secret, "secret"), (credential.personal, "personal")];
                let marks: Vec<&str> = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
                let needed = if credential.required { "always" } else { "by mode" };
                let marks = if marks.is_empty() { String::new() } else { format!(" [{}]", marks.join(", ")) };
                let doc = format!("{}{marks}{}", one_line(&credential.doc), source(&credential.facts.source));
                row([&credential.name.value, needed, &doc])
            })
            .collect(),
    );
    push(
        "Made up for every signature",
        obtain
            .generated
            .iter()
            .map(|field| {
                let kind = match &field.kind {
                    GeneratedKind::Expiry { lifetime } => format!("now and {lifetime} seconds"),
                    GeneratedKind::Nonce { min_length, max_length, .. } => {
                        format!("{min_length} to {max_length} characters")
                    }
                };
                row([&field.name.value, &kind, &one_line(&field.doc)])
            })
            .collect(),
    );
    push(
        "Sites",
        obtain
            .sites
            .iter()
            .map(|site| row([&site.name.value, &site.url, &one_line(site.doc.as_deref().unwrap_or_default())]))
            .collect(),
    );
    push(
        "Steps",
        obtain
            .steps
            .iter()
            .map(|step| {
                let request = format!("{} {}", step.method, step.path);
                row([&step.name.value, &request, &format!("{}{}", step.title, source(&step.facts.source))])
            })
            .collect(),
    );
    let of_modes = obtain.modes.iter().flat_map(|mode| {
        let name = &mode.name.value;
        mode.facts.contested.iter().map(move |contested| format!("{name}: {}", one_line(&contested.value)))
    });
    let contested: Vec<String> =
        obtain.facts.contested.iter().map(|contested| one_line(&contested.value)).chain(of_modes).collect();
    for (title, items) in [("Contested", contested), ("Notes", obtain.notes.iter().map(|it| one_line(it)).collect())] {
        if !items.is_empty() {
            text.push_str(&format!("\n  {title}\n"));
        }
        for item in items {
            text.push_str(&format!("    - {item}\n"));
        }
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn source(places: &[Spanned<String>]) -> String {
    let places: Vec<&str> = places.iter().map(|place| place.value.as_str()).collect();
    if places.is_empty() { String::new() } else { format!(" ({})", places.join("; ")) }
}
