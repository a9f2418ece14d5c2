//! The nearest known name to a misspelt one.

/// The candidate that a person most likely meant by `name`, if any is near enough: at most a third of the letters differ, counting two
/// neighbours swapped as one difference (Damerau–Levenshtein, optimal string alignment).
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(&name.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters differ between two names, two neighbours swapped counting as one difference; only the first 64 letters are looked at.
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    // Names are short; a long one is no slip of the finger.
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(table[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    table[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_of_the_finger_only() {
        let known = ["training", "momentum", "eps"];
        assert_eq!(nearest("trainnig", known), Some("training"));
        assert_eq!(nearest("Momentun", known), Some("momentum"));
        assert_eq!(nearest("esp", known), Some("eps"));
        assert_eq!(nearest("gamma", known), None);
    }
}
