//! What `sign`, `obtain` and `url --obtain` are asked for: flags and a link config's `obtain:` made one, checked, and
//! looked up. The clock, the random source and the prompt for a secret are here.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use linkc::config;
use linkc::nearest::{did_you_mean, one_of};
use linkc::obtain::{
    BoundObtain, GeneratedKind, Moment, Obtain, ObtainConfig, ObtainOrigin, Values, bind, random_nonce,
};
use linkc::rules;
use linkc::schema::Schema;
use linkc::source::{SourceId, Span, Spanned};
use linkc::value::ValueText;
use linkc::yaml::{Content, Node, Scalar, Style};
use secrecy::SecretString;

use super::args::AskedArgs;
use super::lookup::look_up;
use super::session::Session;
use super::{Failure, files};

/// What one of the commands is asked for, as typed.
pub(crate) struct Asked<'a> {
    /// The command line up to here, for findings to point into.
    pub(crate) line: String,
    pub(crate) mode: Option<&'a str>,
    pub(crate) site: Option<&'a str>,
    pub(crate) set: &'a [(String, String)],
    pub(crate) from: Option<&'a Path>,
    /// The flag that gives a credential.
    pub(crate) flag: &'static str,
}

/// What is asked for, names not yet bound.
pub(crate) struct Request {
    pub(crate) config: ObtainConfig,
    /// The command line.
    pub(crate) span: Span,
    /// The source of the link config, and its folder.
    from: Option<(SourceId, PathBuf)>,
}

/// The schema and the parameter that the arguments name.
pub(crate) fn schema_and_parameter(args: &AskedArgs, session: &mut Session) -> Result<(Arc<Schema>, String), Failure> {
    let named = args.parameter.as_deref().unwrap_or_default();
    let (schema, parameter) = match &args.from {
        Some(from) => (schema_of(from, session)?, (!named.is_empty()).then(|| named.to_owned())),
        None => session.schema_and_rest(named, args.schema.as_ref())?,
    };
    let names = || schema.obtain.iter().map(|obtain| obtain.parameter.value.as_str());
    let parameter = match (parameter, schema.obtain.as_slice()) {
        (Some(parameter), _) => parameter,
        (None, [only]) => only.parameter.value.clone(),
        (None, []) => {
            let message = format!("`{}` does not say of any parameter how it is obtained", schema.name);
            return Err(Failure::new(message));
        }
        (None, _) => {
            let message = format!("`{}` has several parameters that can be obtained", schema.name);
            return Err(Failure::new(message).help(format!("name one behind a slash: {}", one_of(names()))));
        }
    };
    if schema.obtain(&parameter).is_none() {
        let help =
            did_you_mean(&parameter, names()).unwrap_or_else(|| format!("what can be obtained is {}", one_of(names())));
        let message = format!("`{}` does not say how `{parameter}` is obtained", schema.name);
        return Err(Failure::new(message).help(help));
    }
    Ok((schema, parameter))
}

/// The schema of the link config at `path`.
fn schema_of(path: &Path, session: &mut Session) -> Result<Arc<Schema>, Failure> {
    let text = files::read(path)?;
    let source = session.sources.add(path.display().to_string(), text.as_str());
    let mut unheard = linkc::diagnostic::Diagnostics::new();
    let config = config::load(source, &text, &mut unheard);
    let config = config.ok_or_else(|| not_a_config(path))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    session.schema_of_config(&config.schema, folder)?.ok_or_else(|| not_a_config(path))
}

fn not_a_config(path: &Path) -> Failure {
    Failure::new(format!("`{}` is no link config that can be read", path.display()))
        .help(format!("`linkc check {}` says why", path.display()))
}

impl Asked<'_> {
    /// Makes one of the flags and the link config. A secret that is typed on the command line is refused here, before
    /// any text holds it.
    pub(crate) fn request(
        mut self,
        obtain: &Obtain,
        schema: &Schema,
        session: &mut Session,
    ) -> Result<Request, Failure> {
        self.refuse_typed_secrets(obtain)?;
        let parameter = &obtain.parameter.value;
        let mut from = None;
        let mut base = None;
        if let Some(path) = self.from {
            let text = files::read(path)?;
            let source = session.sources.add(path.display().to_string(), text.as_str());
            linkc::suspects::mask(source, &text, &mut session.diagnostics);
            let config = config::load(source, &text, &mut session.diagnostics).ok_or_else(|| not_a_config(path))?;
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            let of = session.schema_of_config(&config.schema, &folder)?;
            if of.is_none_or(|of| of.name != schema.name) {
                return Err(Failure::new(format!("`{}` is not about `{}`", path.display(), schema.name)));
            }
            base = config.obtain.into_iter().find(|asked| asked.parameter.value == *parameter);
            if base.is_none() {
                let message = format!("`{}` does not say how `{parameter}` is obtained", path.display());
                return Err(Failure::new(message).help(format!("add `obtain: {{ {parameter}: {{ mode: … }} }}`")));
            }
            from = Some((source, folder));
        }
        let mut parts = Vec::new();
        let mut add = |before: &str, text: &str| {
            self.line.push_str(before);
            let start = self.line.len();
            self.line.push_str(text);
            parts.push(start..self.line.len());
            start..self.line.len()
        };
        let mode = self.mode.map(|mode| (mode, add(" --mode ", mode)));
        let site = self.site.map(|site| (site, add(" --site ", site)));
        let set: Vec<_> = self
            .set
            .iter()
            .map(|(name, value)| (name, value, add(&format!(" {} ", self.flag), &format!("{name}={value}"))))
            .collect();
        let source = session.sources.add("<command line>", self.line.as_str());
        let whole = Span::new(source, 0..self.line.len());
        let spanned =
            |(text, range): (&str, std::ops::Range<usize>)| Spanned::new(text.to_owned(), Span::new(source, range));
        let mut config = base.unwrap_or_else(|| ObtainConfig {
            parameter: Spanned::new(parameter.clone(), whole),
            mode: None,
            site: None,
            values: Vec::new(),
            origin: ObtainOrigin::CommandLine,
        });
        config.mode = mode.map(spanned).or(config.mode);
        config.site = site.map(spanned).or(config.site);
        for (name, value, range) in set {
            let value_start = range.start + name.len() + 1;
            let scalar = Scalar { text: value.clone(), style: Style::DoubleQuoted, verbatim: Some(value_start) };
            let node = Node { span: Span::new(source, value_start..range.end), content: Content::Scalar(scalar) };
            config.values.retain(|(known, _)| known.value != *name);
            config
                .values
                .push((Spanned::new(name.clone(), Span::new(source, range.start..range.start + name.len())), node));
        }
        if config.mode.is_none() {
            let modes = obtain.modes.iter().map(|mode| mode.name.value.as_str());
            return Err(Failure::new("nobody said who asks").help(format!("`--mode` is {}", one_of(modes))));
        }
        Ok(Request { config, span: whole, from })
    }

    fn refuse_typed_secrets(&self, obtain: &Obtain) -> Result<(), Failure> {
        for (name, value) in self.set {
            let is_secret = obtain.credential(name).is_some_and(|credential| credential.secret);
            let is_open = ValueText::parse(value).is_ok_and(|text| text.literal_length() == 0);
            if is_secret && !is_open {
                let message = format!(
                    "`{name}` is a secret, and a command line is seen by others: the process list, the shell's history"
                );
                return Err(Failure::new(message).help(format!(
                    "keep it in the environment or in a file: `{} {name}='${{env:{}}}'` or `{} {name}='${{file:PATH}}'`, in single quotes",
                    self.flag,
                    name.to_uppercase(),
                    self.flag
                )));
            }
        }
        Ok(())
    }
}

impl Request {
    /// Binds it to the declaration and runs the rules.
    pub(crate) fn bind<'s>(&self, schema: &'s Schema, session: &mut Session) -> Option<BoundObtain<'s>> {
        let bound = bind(&self.config, schema, &mut session.diagnostics)?;
        rules::check_obtain(std::slice::from_ref(&bound), &session.levels, &mut session.diagnostics);
        Some(bound)
    }

    /// Looks up the credentials, and asks for a secret that nobody gave.
    pub(crate) fn values(&self, bound: &BoundObtain<'_>, session: &mut Session) -> Option<Values> {
        let mut look_up = |reference: &_, source| {
            let folder = self.from.as_ref().filter(|(from, _)| *from == source).map(|(_, folder)| folder.as_path());
            look_up(reference, folder.unwrap_or(Path::new("")))
        };
        linkc::obtain::resolve(bound, self.span, &mut look_up, &mut ask, &mut session.diagnostics)
    }
}

/// Asks for a secret without showing it, where somebody is there to answer.
fn ask(name: &str) -> Option<SecretString> {
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return None;
    }
    let answer = rpassword::prompt_password(format!("{name} (not shown): ")).ok()?;
    (!answer.is_empty()).then(|| answer.into())
}

/// Now, in seconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A new random text and the time, or what stands for them.
pub(crate) fn moment(obtain: &Obtain, at: Option<u64>, nonce: Option<&str>) -> Result<Moment, Failure> {
    let made = obtain.generated.iter().find_map(|field| match &field.kind {
        GeneratedKind::Nonce { alphabet, length, .. } => Some((alphabet, *length)),
        GeneratedKind::Expiry { .. } => None,
    });
    let nonce = match (nonce, made) {
        (Some(nonce), _) => nonce.to_owned(),
        (None, None) => String::new(),
        (None, Some((alphabet, length))) => {
            let mut byte = [0];
            let next_byte = || getrandom::fill(&mut byte).map(|()| byte[0]);
            random_nonce(alphabet, length, next_byte)
                .map_err(|error| Failure::new(format!("the system gives no random bytes: {error}")))?
        }
    };
    Ok(Moment { at: at.unwrap_or_else(now), nonce: nonce.into() })
}
