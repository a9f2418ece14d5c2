//! `sqrtd stats`.

use crate::support::Sqrtd;

#[test]
fn statistics_are_told_as_text_and_as_json() {
    let sqrtd = Sqrtd::new();
    let run = sqrtd.run(["stats"]);
    assert_eq!((run.err.as_str(), run.status), ("", 0));
    for title in ["Days\n", "\nMemory\n", "\nTopics\n", "\nCertainty, mistakes\n"] {
        assert!(run.out.contains(title), "{title} is missing in {}", run.out);
    }
    assert!(sqrtd.run(["stats", "--lang", "zh"]).out.starts_with("每日\n"));

    let run = sqrtd.run(["stats", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    assert_eq!(
        (&json["today"]["answers"], &json["streak"]["now"], &json["retention"]["all"]["share"]),
        (&0.into(), &0.into(), &serde_json::Value::Null)
    );
    assert_eq!(json["forecast"].as_array().map(Vec::len), Some(30));
    let nms = json["topics"].as_array().and_then(|topics| topics.iter().find(|topic| topic["topic"] == "detection/nms"));
    assert!(nms.is_some_and(|nms| nms["studied"] == 0 && nms["known"] == 0.0 && nms["recall"].is_null()), "{nms:?}");
}
