//! Ranking by score, for precision, recall and ROC curves.

/// The indices by falling score (or rising, for those who forget), ties by the lower index.
#[must_use]
pub fn order(scores: &[f64], ascending: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| if ascending { scores[a].total_cmp(&scores[b]) } else { scores[b].total_cmp(&scores[a]) });
    order
}

/// How many positives there are up to each rank.
#[must_use]
pub fn hits(labels: &[f64], order: &[usize]) -> Vec<f64> {
    let mut sum = 0.0;
    let counted = order.iter().map(|&i| {
        sum += labels[i];
        sum
    });
    counted.collect()
}

/// The last rank of each distinct score.
#[must_use]
pub fn ends(scores: &[f64], order: &[usize]) -> Vec<usize> {
    (0..order.len()).filter(|&rank| order.get(rank + 1).is_none_or(|&next| scores[next] != scores[order[rank]])).collect()
}
