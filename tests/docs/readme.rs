//! Makes a README anew: what is generated is replaced, what is written by hand stays.
//!
//! | in the README | becomes |
//! | --- | --- |
//! | a table behind `<!-- table: rules -->` | the rows of `linkc list rules` |
//! | a code block behind `<!-- file: PATH -->` | that file of the repository |
//! | a code block behind `<!-- save: PATH -->` | stays, and is saved for the commands that follow |
//! | a `console` block | its commands, each with what it prints |

use super::read;
use super::scratch::Scratch;

/// `old`, with everything generated as it is now.
pub(super) fn regenerate(old: &str, scratch: &Scratch) -> String {
    let mut new = String::new();
    let mut marker = None;
    let mut lines = old.lines().peekable();
    while let Some(line) = lines.next() {
        push_line(&mut new, line);
        if let Some(table) = between(line, "<!-- table: ", " -->") {
            while lines.next_if(|line| line.starts_with('|')).is_some() {}
            new.push_str(&markdown(&table_of(table, scratch)));
        } else if let Some(found) = between(line, "<!-- ", " -->") {
            marker = Some(found);
        } else if let Some(language) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let body = body.join("\n") + "\n";
            new.push_str(&block(language, marker.take(), &body, scratch));
            push_line(&mut new, "```");
        }
    }
    new
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn between<'a>(line: &'a str, before: &str, behind: &str) -> Option<&'a str> {
    line.strip_prefix(before)?.strip_suffix(behind)
}

/// What a code block holds.
fn block(language: &str, marker: Option<&str>, body: &str, scratch: &Scratch) -> String {
    if language == "console" {
        return session(body, scratch);
    }
    match marker.and_then(|marker| marker.split_once(": ")) {
        Some(("file", path)) => read(path),
        Some(("save", path)) => {
            scratch.write(path, body);
            body.to_owned()
        }
        None => body.to_owned(),
        Some(other) => panic!("the README has a marker that means nothing: {other:?}"),
    }
}

/// The commands of a `console` block, each with what it prints, and an empty line behind what is printed.
fn session(body: &str, scratch: &Scratch) -> String {
    let mut new = String::new();
    let mut lines = body.lines();
    while let Some(line) = lines.next() {
        let Some(mut command) = line.strip_prefix("$ ").map(str::to_owned) else { continue };
        while command.ends_with('\\') {
            command.push('\n');
            command.push_str(lines.next().unwrap_or_default());
        }
        if new.len() > 1 && !new.ends_with("\n\n") && !last_line(&new).starts_with("$ ") {
            new.push('\n');
        }
        push_line(&mut new, &format!("$ {command}"));
        let printed = scratch.run(&command);
        if !printed.is_empty() {
            push_line(&mut new, printed.trim_end());
        }
    }
    new
}

fn last_line(text: &str) -> &str {
    text.trim_end().rsplit('\n').next().unwrap_or_default()
}

type Table = (Vec<&'static str>, Vec<Vec<String>>);

fn table_of(name: &str, scratch: &Scratch) -> Table {
    let listed = |keys: &[&str]| -> Vec<Vec<String>> {
        let cell = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
        scratch.list(name).iter().map(|row| keys.iter().map(|key| cell(row, key)).collect()).collect()
    };
    match name {
        "commands" => (vec!["command", "does"], commands(scratch)),
        "rules" => (vec!["rule", "level", "finds that"], code_first(listed(&["rule", "level", "summary"]))),
        "targets" => (vec!["target", "writes"], code_first(listed(&["target", "summary"]))),
        "schemas" => {
            let mut rows = listed(&["schema", "title", "pages", "platforms"]);
            for row in &mut rows {
                row[0] = format!("[`{0}`](schemas/{0}.yaml)", row[0]);
            }
            (vec!["schema", "app", "pages", "platforms"], rows)
        }
        other => panic!("the README asks for a table of `{other}`"),
    }
}

fn code_first(mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    for row in &mut rows {
        row[0] = format!("`{}`", row[0]);
    }
    rows
}

/// The commands as `linkc --help` lists them.
fn commands(scratch: &Scratch) -> Vec<Vec<String>> {
    let help = scratch.run("linkc --help");
    let listed = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    let mut commands: Vec<Vec<String>> = Vec::new();
    for line in listed.lines() {
        let indent = line.len() - line.trim_start().len();
        match (line.trim().split_once("  "), commands.last_mut()) {
            (Some((name, does)), _) if indent == 2 => commands.push(vec![name.to_owned(), does.trim().to_owned()]),
            (_, Some(last)) => last[1] = format!("{} {}", last[1], line.trim()),
            (_, None) => panic!("no command in `{line}`"),
        }
    }
    commands.retain(|command| command[0] != "help");
    for command in &mut commands {
        command[0] = format!("`linkc {}`", command[0]);
    }
    commands
}

fn markdown((header, rows): &Table) -> String {
    let mut text = format!("| {} |\n| {} |\n", header.join(" | "), vec!["---"; header.len()].join(" | "));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.trim_end_matches('.').replace('|', "\\|")).collect();
        push_line(&mut text, &format!("| {} |", cells.join(" | ")));
    }
    text
}
