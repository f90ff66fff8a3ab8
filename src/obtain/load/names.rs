//! Judging the names of a declaration: each stands for one thing, is there when it is used, and is used.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::nearest::{did_you_mean, one_of};
use crate::obtain::{Credential, Obtain, RequestText, SIGNATURE};
use crate::source::{Span, Spanned};

/// Reports what is wrong with the names of `obtain`.
pub(super) fn check(obtain: &Obtain, diagnostics: &mut Diagnostics) {
    let credentials = obtain.credentials.iter().map(|credential| credential.name.value.as_str()).collect();
    let mut names = Names { obtain, credentials, diagnostics };
    names.unique();
    names.signature();
    names.modes();
    names.steps();
    names.used();
}

struct Names<'a> {
    obtain: &'a Obtain,
    credentials: Vec<&'a str>,
    diagnostics: &'a mut Diagnostics,
}

impl Names<'_> {
    fn path(&self, rest: &str) -> String {
        format!("obtain/{}/{rest}", self.obtain.parameter.value)
    }

    /// Credentials, generated fields, the signature and results share one space of names.
    fn unique(&mut self) {
        let obtain = self.obtain;
        let mut known: Vec<(&str, Option<Span>)> = vec![(SIGNATURE, None)];
        let results = obtain.steps.iter().flat_map(|step| &step.results).map(|result| &result.name);
        let credentials = obtain.credentials.iter().map(|credential| &credential.name);
        for name in credentials.chain(obtain.generated.iter().map(|field| &field.name)).chain(results) {
            if let Some((_, first)) = known.iter().find(|(known, _)| *known == name.value) {
                let message = format!("`{}` would stand for two things", name.value);
                let mut finding = Diagnostic::error("ambiguous-name", message, name.span)
                    .help("credentials, generated fields, `signature` and results each need a name of their own")
                    .about(self.path(&name.value));
                if let Some(first) = first {
                    finding = finding.also(*first, "first here");
                }
                self.diagnostics.push(finding);
            } else {
                known.push((&name.value, Some(name.span)));
            }
        }
    }

    fn signature(&mut self) {
        let obtain = self.obtain;
        let key = &obtain.signature.key;
        match obtain.credential(&key.value) {
            None => self.unknown("credential", key, &self.credentials.clone(), "signature/key"),
            Some(credential) if !credential.secret || !credential.required => {
                let message = format!("the key `{}` of the signature is to be `secret` and `required`", key.value);
                let finding = Diagnostic::error("exposed-key", message, credential.name.span)
                    .also(key.span, "the key is named here")
                    .help("whoever knows the key can sign: declare it with `secret: true, required: true`")
                    .about(self.path(&key.value));
                self.diagnostics.push(finding);
            }
            Some(_) => {}
        }
    }

    fn modes(&mut self) {
        let obtain = self.obtain;
        for mode in &obtain.modes {
            let path = format!("modes/{}", mode.name.value);
            for name in mode.needs.iter().chain(&mode.allows) {
                if obtain.credential(&name.value).is_none() {
                    self.unknown("credential", name, &self.credentials.clone(), &path);
                }
            }
            for field in &mode.fields {
                if obtain.credential(&field.value).is_none() && obtain.generated(&field.value).is_none() {
                    let generated = obtain.generated.iter().map(|field| field.name.value.as_str());
                    let names: Vec<&str> = self.credentials.iter().copied().chain(generated).collect();
                    self.unknown("credential or generated field", field, &names, &path);
                } else if field.value == obtain.signature.key.value {
                    self.exposed(field.span, &path);
                }
            }
        }
    }

    fn exposed(&mut self, span: Span, path: &str) {
        let message = format!("the key `{}` is never a part of a request", self.obtain.signature.key.value);
        let finding = Diagnostic::error("exposed-key", message, span)
            .help("it proves who the caller is by staying with the caller; send `${signature}`")
            .about(self.path(path));
        self.diagnostics.push(finding);
    }

    fn steps(&mut self) {
        let obtain = self.obtain;
        let mut there: Vec<&str> = self.credentials.clone();
        there.extend(obtain.generated.iter().map(|field| field.name.value.as_str()));
        there.push(SIGNATURE);
        for step in &obtain.steps {
            let path = format!("steps/{}", step.name.value);
            let headers = step.headers.iter().map(|(_, text)| text);
            let texts = std::iter::once(&step.path).chain(headers).chain(step.body.iter().flat_map(|it| it.texts()));
            for reference in texts.flat_map(RequestText::references) {
                if reference.name == obtain.signature.key.value {
                    self.exposed(step.span, &path);
                } else if !there.contains(&reference.name.as_str()) {
                    self.unresolved(&reference.name, step.span, &there, &path);
                }
            }
            there.extend(step.results.iter().map(|result| result.name.value.as_str()));
        }
        let results: Vec<&str> =
            obtain.steps.iter().flat_map(|step| &step.results).map(|result| result.name.value.as_str()).collect();
        if !results.contains(&obtain.result.value.as_str()) {
            self.unknown("result", &obtain.result, &results, "result");
        }
    }

    /// A name that a step's texts use and that stands for nothing there.
    fn unresolved(&mut self, name: &str, span: Span, there: &[&str], path: &str) {
        let later = self.obtain.steps.iter().find(|step| step.results.iter().any(|result| result.name.value == name));
        let help = match later {
            Some(step) => format!("it is a result of the step `{}`, which comes later", step.name.value),
            None => did_you_mean(name, there.iter().copied())
                .unwrap_or_else(|| format!("here it can be {}", one_of(there.iter().copied()))),
        };
        let finding = Diagnostic::error("unknown-name", format!("there is no `{name}` yet in this step"), span)
            .help(help)
            .about(self.path(path));
        self.diagnostics.push(finding);
    }

    /// A credential that neither a signature nor a request has makes its users look for a secret in vain.
    fn used(&mut self) {
        let obtain = self.obtain;
        let is_used = |credential: &&Credential| {
            let name = credential.name.value.as_str();
            let in_steps = obtain.steps.iter().any(|step| {
                step.path.mentions(name)
                    || step.headers.iter().any(|(_, text)| text.mentions(name))
                    || step.body.as_ref().is_some_and(|body| body.mentions(name))
            });
            let in_modes = obtain.modes.iter().any(|mode| mode.fields.iter().any(|field| field.value == name));
            in_steps || in_modes || obtain.signature.key.value == name
        };
        for credential in obtain.credentials.iter().filter(|credential| !is_used(credential)) {
            let message = format!("nothing uses the credential `{}`", credential.name.value);
            let finding = Diagnostic::error("unused-name", message, credential.name.span)
                .help("take it out, or name it in a mode's `fields` or in a step")
                .about(self.path(&credential.name.value));
            self.diagnostics.push(finding);
        }
    }

    fn unknown(&mut self, what: &str, name: &Spanned<String>, names: &[&str], path: &str) {
        let help = did_you_mean(&name.value, names.iter().copied())
            .unwrap_or_else(|| format!("there are {}", one_of(names.iter().copied())));
        let finding = Diagnostic::error("unknown-name", format!("there is no {what} `{}`", name.value), name.span)
            .help(help)
            .about(self.path(path));
        self.diagnostics.push(finding);
    }
}
