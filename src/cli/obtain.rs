//! `linkc obtain`.

use secrecy::ExposeSecret as _;

use super::args::ObtainArgs;
use super::asked::{Asked, schema_and_parameter};
use super::output::Output;
use super::service::{Contact, Service};
use super::session::Session;
use super::{Failure, Outcome};

pub(crate) fn run(args: &ObtainArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let mut session = Session::new();
    let (schema, parameter) = schema_and_parameter(&args.asked, &mut session)?;
    let Some(obtain) = schema.obtain(&parameter) else { return Ok(Outcome::Incomplete) };
    let asked = Asked {
        line: format!("linkc obtain {}/{parameter}", schema.name),
        mode: args.asked.mode.as_deref(),
        site: args.service.site.as_deref(),
        set: &args.asked.set,
        from: args.asked.from.as_deref(),
        flag: "--set",
    };
    let request = asked.request(obtain, &schema, &mut session)?;
    let contact = Contact {
        base_url: args.service.base_url.as_deref(),
        timeout: args.service.timeout,
        verbose: args.service.verbose,
    };
    let bound = request.bind(&schema, &mut session);
    let bound = bound.filter(|_| !session.diagnostics.has_errors());
    let service = match &bound {
        Some(bound) => Some(Service::new(bound, request.config.site.as_ref(), &contact)?),
        None => None,
    };
    let values = bound.as_ref().and_then(|bound| request.values(bound, &mut session));
    session.print_notices(args.fail.fail_on, output)?;
    let outcome = session.outcome(args.fail.fail_on);
    let (Some(values), Some(service)) = (values, service) else {
        return Ok(if outcome == Outcome::Fine { Outcome::Findings } else { outcome });
    };
    let result = service.obtain(values, output)?;
    output.line(result.expose_secret())?;
    Ok(outcome)
}
