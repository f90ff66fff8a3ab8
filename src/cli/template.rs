//! `linkc template`.

use linkc::link_template::{Kind, LinkTemplate, OwnedValue, Value};
use serde_json::{Map, Value as Json, json};

use super::args::{TemplateArgs, TemplateCommand};
use super::output::Output;
use super::{Failure, Outcome, files};

pub(crate) fn run(args: &TemplateArgs, output: &mut Output) -> Result<Outcome, Failure> {
    match &args.command {
        TemplateCommand::Expand { template, vars } => {
            let template = parse(template)?;
            let text = files::read(vars)?;
            let json: Json = serde_json::from_str(&text)
                .map_err(|error| Failure::new(format!("`{}` is not JSON: {error}", vars.display())))?;
            let Json::Object(object) = json else {
                return Err(Failure::new(format!("`{}` is not a JSON object of variables", vars.display())));
            };
            let variables = variables(&object)?;
            let mut url = String::new();
            let value = |name: &str| variables.iter().find(|variable| variable.name == name).map(Variable::value);
            let owned: Vec<_> = template.variables().iter().map(|name| value(name)).collect();
            template
                .expand(|index| owned[index].as_ref().map(Borrowed::as_value), &mut url)
                .map_err(|error| Failure::new(error.to_string()))?;
            output.line(&url)?;
            Ok(Outcome::Fine)
        }
        TemplateCommand::Match { template, url, list, map } => {
            let parsed = parse(template)?;
            let kind = |name: &str| {
                if list.iter().any(|known| known == name) {
                    Kind::List
                } else if map.iter().any(|known| known == name) {
                    Kind::Map
                } else {
                    Kind::Any
                }
            };
            let matcher = parsed.matcher(kind).map_err(|ambiguous| {
                let shown = &parsed.as_str()[ambiguous.range.clone()];
                Failure::new(format!("the template is ambiguous at `{shown}`: {}", ambiguous.reason))
            })?;
            match matcher.read(url) {
                Ok(found) => {
                    let mut values = Map::new();
                    for matched in found.values.iter().filter(|matched| !matched.repeated) {
                        let name = parsed.variables()[matched.variable].clone();
                        values.insert(name, json_of(&matched.value));
                    }
                    let unknown = found
                        .unknown
                        .iter()
                        .map(|pair| json!({ "name": pair.name, "value": pair.value.as_ref().map(|(value, _)| value) }));
                    let fragment = found.fragment.clone().map(|range| url[range].trim_start_matches('#'));
                    let object = json!({
                        "version": 1, "values": values, "unknown": unknown.collect::<Vec<_>>(), "fragment": fragment,
                    });
                    output.line(&object.to_string())?;
                    Ok(Outcome::Fine)
                }
                Err(mismatch) => {
                    output.notice(&format!(
                        "the URL does not match: expected {} at character {}\n",
                        mismatch.expected,
                        url[..mismatch.at.min(url.len())].chars().count() + 1
                    ))?;
                    Ok(Outcome::Findings)
                }
            }
        }
    }
}

fn parse(template: &str) -> Result<LinkTemplate, Failure> {
    LinkTemplate::parse(template).map_err(|error| {
        let shown: String = template.chars().take(2000).collect();
        let column = template[..error.range.start.min(template.len())].chars().count();
        let carets = template.get(error.range.clone()).map_or(1, |text| text.chars().count().clamp(1, 80));
        let mut message = format!("this is not a URI Template: {}", error.message);
        if column < 2000 && !shown.contains(char::is_control) {
            message.push_str(&format!("\n  {shown}\n  {}{}", " ".repeat(column), "^".repeat(carets)));
        }
        let failure = Failure::new(message);
        match error.help {
            Some(help) => failure.help(help),
            None => failure,
        }
    })
}

/// A variable out of a JSON object, as RFC 6570, section 2.4 has them.
struct Variable {
    name: String,
    content: OwnedValue,
}

/// The texts of a value, borrowed as an expansion wants them.
enum Borrowed<'v> {
    Text(&'v str),
    List(Vec<&'v str>),
    Map(Vec<(&'v str, &'v str)>),
}

impl Variable {
    fn value(&self) -> Borrowed<'_> {
        match &self.content {
            OwnedValue::Text(text) => Borrowed::Text(text),
            OwnedValue::List(items) => Borrowed::List(items.iter().map(String::as_str).collect()),
            OwnedValue::Map(pairs) => Borrowed::Map(pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect()),
        }
    }
}

impl Borrowed<'_> {
    fn as_value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::List(items) => Value::List(items),
            Self::Map(pairs) => Value::Map(pairs),
        }
    }
}

fn variables(object: &Map<String, Json>) -> Result<Vec<Variable>, Failure> {
    let scalar = |name: &str, json: &Json| match json {
        Json::Null => Ok(None),
        Json::String(text) => Ok(Some(text.clone())),
        Json::Bool(_) | Json::Number(_) => Ok(Some(json.to_string())),
        _ => Err(Failure::new(format!("the variable `{name}` is nested deeper than RFC 6570 allows"))),
    };
    let mut variables = Vec::new();
    for (name, json) in object {
        let content = match json {
            Json::Array(items) => {
                let items = items.iter().map(|item| scalar(name, item)).collect::<Result<Vec<_>, _>>()?;
                OwnedValue::List(items.into_iter().flatten().collect())
            }
            Json::Object(pairs) => {
                let mut list = Vec::new();
                for (key, value) in pairs {
                    list.extend(scalar(name, value)?.map(|value| (key.clone(), value)));
                }
                OwnedValue::Map(list)
            }
            _ => match scalar(name, json)? {
                Some(text) => OwnedValue::Text(text),
                None => continue,
            },
        };
        variables.push(Variable { name: name.clone(), content });
    }
    Ok(variables)
}

fn json_of(value: &OwnedValue) -> Json {
    match value {
        OwnedValue::Text(text) => json!(text),
        OwnedValue::List(items) => json!(items),
        OwnedValue::Map(pairs) => Json::Object(pairs.iter().map(|(key, value)| (key.clone(), json!(value))).collect()),
    }
}
