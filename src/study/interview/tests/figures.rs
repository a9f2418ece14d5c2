use super::*;

#[test]
fn a_random_sitting_ends() {
    let world = World::shipped();
    for seed in 0..5 {
        let composed = world.compose("quick-screen", seed);
        let mut random = Stream::new(seed);
        let replies = replies(&composed, &mut random);
        let (sitting, events) =
            script::run(&composed, &world.library, &replies, start()).unwrap_or_else(|problem| panic!("{seed}: {problem}"));
        assert!(matches!(events.last().map(|event| &event.what), Some(What::SittingEnded { .. })));
        assert_eq!(sitting.stage(), Stage::Done);
    }
}
