//! `linkc sign`.

use linkc::obtain::{GeneratedKind, Mode, Obtain, SIGNATURE, Values};
use secrecy::ExposeSecret as _;
use serde_json::{Map, Value, json};

use super::args::{SignArgs, SignFormat};
use super::asked::{Asked, moment, schema_and_parameter};
use super::output::Output;
use super::session::Session;
use super::{Failure, Outcome};

pub(crate) fn run(args: &SignArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let mut session = Session::new();
    let (schema, parameter) = schema_and_parameter(&args.asked, &mut session)?;
    let Some(obtain) = schema.obtain(&parameter) else { return Ok(Outcome::Incomplete) };
    let mut set = args.asked.set.clone();
    let nonce = obtain.generated.iter().find(|field| matches!(field.kind, GeneratedKind::Nonce { .. }));
    if let (Some(text), Some(field)) = (&args.nonce, nonce) {
        set.retain(|(name, _)| *name != field.name.value);
        set.push((field.name.value.clone(), text.replace('$', "$$")));
    }
    let asked = Asked {
        line: format!("linkc sign {}/{parameter}", schema.name),
        mode: args.asked.mode.as_deref(),
        site: None,
        set: &set,
        from: args.asked.from.as_deref(),
        flag: "--set",
    };
    let request = asked.request(obtain, &schema, &mut session)?;
    let bound = request.bind(&schema, &mut session);
    let bound = bound.filter(|_| !session.diagnostics.has_errors());
    let values = bound.as_ref().and_then(|bound| request.values(bound, &mut session));
    session.print_notices(args.fail.fail_on, output)?;
    let outcome = session.outcome(args.fail.fail_on);
    let (Some(mut values), Some(mode)) = (values, bound.as_ref().and_then(|bound| bound.mode)) else {
        return Ok(if outcome == Outcome::Fine { Outcome::Findings } else { outcome });
    };
    obtain.sign(mode, &mut values, &moment(obtain, args.at, args.nonce.as_deref())?);
    match args.format {
        SignFormat::Text => output.result(&text(obtain, &values))?,
        SignFormat::Json => output.line(&json(&schema.name, obtain, mode, &values).to_string())?,
    }
    Ok(outcome)
}

/// The signature, what it was made with, and the header fields that it goes into.
fn text(obtain: &Obtain, values: &Values) -> String {
    let generated = obtain.generated.iter().map(|field| field.name.value.as_str());
    let mut text = String::new();
    for name in std::iter::once(SIGNATURE).chain(generated) {
        text.push_str(&format!("{name}: {}\n", values.get(name).unwrap_or_default()));
    }
    for step in obtain.steps.iter().filter(|step| step.is_signed()) {
        for (name, field) in &step.headers {
            let filled = field.fill(|name| values.get(name)).filter(|_| field.mentions(SIGNATURE));
            text.push_str(&filled.map(|filled| format!("{}: {filled}\n", name.value)).unwrap_or_default());
        }
    }
    text
}

fn json(schema: &str, obtain: &Obtain, mode: &Mode, values: &Values) -> Value {
    let requests = obtain.steps.iter().filter(|step| step.is_signed()).map(|step| {
        let request = step.request(obtain, "", values);
        let headers: Map<String, Value> =
            request.headers.iter().map(|(name, value)| (name.clone(), json!(value.expose_secret()))).collect();
        let body = request.body.as_ref().and_then(|body| serde_json::from_str::<Value>(body.expose_secret()).ok());
        json!({ "step": step.name.value, "method": request.method, "path": request.url, "headers": headers, "body": body })
    });
    let generated: Map<String, Value> = obtain
        .generated
        .iter()
        .map(|field| {
            let text = values.get(&field.name.value).unwrap_or_default();
            let number = text.parse::<u64>().ok().filter(|_| obtain.is_number(&field.name.value));
            (field.name.value.clone(), number.map_or_else(|| json!(text), |number| json!(number)))
        })
        .collect();
    json!({
        "version": 1,
        "schema": schema,
        "parameter": obtain.parameter.value,
        "mode": mode.name.value,
        "signature": values.get(SIGNATURE),
        "generated": generated,
        "requests": requests.collect::<Vec<_>>(),
    })
}
