//! The nearest match: "did you mean" reads the same everywhere.

/// How many characters of a name are looked at.
const LONGEST: usize = 256;

/// The candidate that `name` was most likely meant to be: the nearest by Damerau-Levenshtein distance that does not
/// differ in more than a third of its letters; a difference in case alone always counts. Of equally near ones the
/// first counts.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(name);
    let length = folded.chars().count();
    let mut letters = None;
    candidates
        .filter_map(|candidate| {
            let other = candidate.chars().take(LONGEST).count();
            let longest = length.max(other);
            let allowed = (longest / 3).max(usize::from(longest > 1));
            // The distance itself costs a hundred times as much, and most names are nothing alike.
            if length.abs_diff(other) > allowed
                || letters.get_or_insert_with(|| Letters::of(name)).least_distance(&Letters::of(candidate)) > allowed
            {
                return None;
            }
            let distance = strsim::damerau_levenshtein(&folded, &fold(candidate));
            // Far longer texts cannot be near; `launc` is near to `launch`, but `a` is not near to `b`.
            (distance <= allowed && distance < longest).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The candidate that `name` can only have been meant to be: the one that it is at most two letters away from, when
/// there is no other so near; a name that differs in case alone, or in `-` for `_`, is always certain.
pub fn certain<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(name);
    let distances = candidates.map(|candidate| (strsim::damerau_levenshtein(&folded, &fold(candidate)), candidate));
    let mut near: Vec<(usize, &str)> = distances.filter(|(distance, _)| *distance <= 2).collect();
    if near.iter().any(|(distance, _)| *distance == 0) {
        near.retain(|(distance, _)| *distance == 0);
    }
    let mut near: Vec<&str> = near.into_iter().map(|(_, candidate)| candidate).collect();
    near.dedup();
    // A short name is two letters away from many others.
    if near.len() == 1 { nearest(name, near.into_iter()) } else { None }
}

/// Names differ by case and by `-` for `_` more often than by anything else.
fn fold(name: &str) -> String {
    folded(name).collect()
}

fn folded(name: &str) -> impl Iterator<Item = char> {
    name.chars().take(LONGEST).map(|c| if c == '-' { '_' } else { c.to_ascii_lowercase() })
}

/// How many of each letter a folded name has. Some letters count as the same one, which only makes names seem nearer.
struct Letters([u8; 64]);

impl Letters {
    fn of(name: &str) -> Self {
        let mut counts = [0_u8; 64];
        for c in folded(name) {
            let count = &mut counts[u32::from(c) as usize % 64];
            *count = count.saturating_add(1);
        }
        Self(counts)
    }

    /// What the distance of two names is at least: an edit puts in one letter at most, and takes out one.
    fn least_distance(&self, other: &Self) -> usize {
        let lacking = |(own, other): (&u8, &u8)| u32::from(own.saturating_sub(*other));
        let extra: u32 = self.0.iter().zip(&other.0).map(lacking).sum();
        let missing: u32 = other.0.iter().zip(&self.0).map(lacking).sum();
        extra.max(missing) as usize
    }
}

/// "did you mean `launch`?", when one candidate is near enough.
pub fn did_you_mean<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest(name, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// "`a`, `b` or `c`"; the first twelve when there are more.
pub fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(12);
    names.truncate(12);
    if more > 0 {
        return format!("{} or one of {more} more", names.join(", "));
    }
    match names.pop() {
        None => "nothing".to_owned(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} or {last}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_too_few_is_near_and_another_word_is_not() {
        let pages = ["launch", "login", "joinConfByLink"];
        for (typed, meant) in [
            ("launc", Some("launch")),
            ("Launch", Some("launch")),
            ("joinconfbylink", Some("joinConfByLink")),
            ("joinTmpConfByLink", Some("joinConfByLink")),
            ("exit", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, pages.into_iter()), meant, "{typed}");
        }
        assert_eq!(nearest("a", ["b"].into_iter()), None);
    }

    #[test]
    fn names_are_as_far_apart_as_their_letters_at_least() {
        let names =
            ["", "a", "ab", "ba", "abc", "launch", "launc", "lanuch", "enter_code", "Enter-Cdoe", "张三", "aaaa"];
        for (one, other) in names.iter().flat_map(|one| names.iter().map(move |other| (one, other))) {
            let least = Letters::of(one).least_distance(&Letters::of(other));
            let distance = strsim::damerau_levenshtein(&fold(one), &fold(other));
            assert!(least <= distance, "{one} {other}: {least} and {distance}");
        }
        assert_eq!(Letters::of("token").least_distance(&Letters::of("room")), 4);
    }

    #[test]
    fn only_one_candidate_two_letters_away_is_certain() {
        let names = ["open_mic", "open_camera", "host", "port", "conf_id", "zone_id"];
        for (typed, meant) in [
            ("open-mic", Some("open_mic")),
            ("Conf_Id", Some("conf_id")),
            ("open_camra", Some("open_camera")),
            ("hort", None),
            ("opencam", None),
            ("x", None),
        ] {
            assert_eq!(certain(typed, names.into_iter()), meant, "{typed}");
        }
    }

    #[test]
    fn a_list_of_choices_reads_as_a_sentence() {
        assert_eq!(one_of(["a"].into_iter()), "`a`");
        assert_eq!(one_of(["a", "b", "c"].into_iter()), "`a`, `b` or `c`");
        assert_eq!(one_of(["x"; 14].into_iter()).matches('x').count(), 12);
    }
}
