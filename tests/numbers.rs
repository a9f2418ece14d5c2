//! Numbers that the shipped decks tell in their texts, calculated anew.

use sqrtd::base::Lang;
use sqrtd::deck::Library;
use sqrtd::deck::library::File;
use sqrtd::engine::formula::{Env, Formula};

/// A card, how one of its numbers comes about, and how it is printed in both languages.
const TOLD: &[(&str, &str, &str)] = &[
    ("anchors/a-few-pixels", "(96-3)^2/(2*96^2-(96-3)^2)", "0.88"),
    ("anchors/a-few-pixels", "(12-3)^2/(2*12^2-(12-3)^2)", "0.39"),
    ("anchors/easy-negatives-per-positive", "log(0.3)/log(0.85)", "7"),
    ("anchors/easy-negatives-per-positive", "log(0.1)/log(0.95)", "45"),
    ("anchors/prior-bias", "log(2)", "0.693"),
    ("anchors/prior-bias", "-log(1-0.01)", "0.010"),
    ("anchors/prior-bias", "-log(2)/log(1-0.01)", "69"),
    ("anchors/semi-hard", "0.6+0.2-0.7", "0.1"),
    ("cnn/bottleneck-parameters", "2*256*64+9*64^2", "69,632"),
    ("cnn/bottleneck-parameters", "2*9*256^2", "1,179,648"),
    ("cnn/compound-scaling", "1.2*1.1^2*1.15^2", "1.92"),
    ("cnn/gradient-through-blocks", "(1+0.1)^10", "2.6"),
    ("cnn/yolo-output", "7*7*(2*5+20)", "1470"),
    ("compression/size-of-sparse", "100*(1-4/(4+16))", "80"),
    ("convolution/arithmetic-intensity", "3^2/2", "4.5"),
    ("convolution/arithmetic-intensity", "256/2", "128"),
    ("convolution/gridding", "1+3*2*2", "13"),
    ("convolution/winograd-saving", "2^2*3^2/(2+3-1)^2", "2.25"),
    ("cpp/numbers-that-convert", "200+100", "300"),
    ("cpp/twelve-milliseconds", "8400*84*4/10^6", "2.8"),
    ("data/edge-of-a-neighbourhood", "100*0.01^(1/10)", "63"),
    ("detr/halve-the-stride", "(32/8)^4", "256"),
    ("detr/probability-or-log", "-log(0.001)", "7"),
    ("detr/samples-not-pairs", "8*4*4", "128"),
    ("detr/samples-not-pairs", "100*134", "13,400"),
    ("lanes/culane-overlap", "30*(1-0.5)/(1+0.5)", "10"),
    ("lanes/flat-road", "pi/180", "0.0175"),
    ("lanes/row-wise-outputs", "288*800", "230,400"),
    ("llm/adapter-size", "100*4*32*4096*8/(7*10^9)", "0.06"),
    ("llm/agent-that-fails", "0.98^30", "0.55"),
    ("llm/bits-per-weight", "4+8/32", "4.25"),
    ("llm/bits-per-weight", "4+8/16", "4.5"),
    ("llm/cache-explained", "2*32*32*128*2/1024", "512"),
    ("llm/cache-explained", "2*32*32*128*2*4096/1024^3", "2"),
    ("llm/calling-tools", "100*0.95^20", "36"),
    ("llm/compute-or-memory", "2*312*10^12/(2*2*10^12)", "156"),
    ("llm/is-it-better", "100*sqrt(0.5*0.5/200)", "3.5"),
    ("llm/tokens-of-a-picture", "1344*1568/28^2", "2688"),
    ("losses/focal-at-the-extremes", "100*(1+2)*(1-0.9)^2", "3"),
    ("losses/how-much-quieter", "1/(1-0.9)^2", "100"),
    ("losses/log-of-a-sigmoid", "24*log(2)", "17"),
    ("losses/log-of-a-sigmoid", "12*log(2)", "8"),
    ("losses/softmax-twice", "log(exp(1)+9)-1", "1.46"),
    ("metrics/pr-or-roc", "100/(1+10)", "9"),
    ("metrics/why-harmonic", "(1+0.01)/2", "0.505"),
    ("metrics/why-harmonic", "2*0.01/(1+0.01)", "0.02"),
    ("normalization/eps-outside-the-root", "sqrt(10^-8+10^-5)", "0.00316"),
    ("normalization/eps-outside-the-root", "sqrt(10^-8)+10^-5", "0.00011"),
    ("normalization/eps-outside-the-root", "sqrt(10^-8+10^-5)/(sqrt(10^-8)+10^-5)", "29"),
    ("optimization/bias-correction", "(1-0.9)/sqrt(1-0.999)", "3.16"),
    ("pooling/maximum-of-uniform", "4/(4+1)", "0.8"),
    ("self-supervised/age-of-a-key", "65536/256", "256"),
    ("self-supervised/age-of-a-key", "100*0.999^256", "77"),
    ("self-supervised/floor-of-the-loss", "exp(-1)", "0.37"),
    ("self-supervised/push-and-pull", "exp(0.3/0.1)", "20"),
    ("self-supervised/push-and-pull", "exp(0.3)", "1.35"),
    ("semi-supervised/images-in-a-step", "64+2*7*64", "960"),
    ("semi-supervised/margin-for-a-threshold", "log(0.95*(2-1)/0.05)", "2.9"),
    ("semi-supervised/margin-for-a-threshold", "log(0.95*(10-1)/0.05)", "5.1"),
    ("semi-supervised/margin-for-a-threshold", "log(0.95*(1000-1)/0.05)", "9.9"),
    ("semi-supervised/signal-under-noise", "100*(1-2*0.2)", "60"),
    ("transformer/gated-width", "8*4096/3", "10 923"),
    ("transformer/maps-that-are-stored", "2*32*8192^2/2^30", "4"),
    ("transformer/softmax-without-max", "log(65504)", "11.09"),
    ("transformer/softmax-without-max", "128*log(2)", "88.7"),
];

/// Whether a number stands in a text, and not within a longer one.
fn stands(text: &str, number: &str) -> bool {
    let point = |c: char| c == '.' || c == ',';
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    text.match_indices(number).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + number.len()..]);
        let before = before.strip_suffix(point).unwrap_or(before);
        let after = after.strip_prefix(point).unwrap_or(after);
        !is_digit(before.chars().next_back()) && !is_digit(after.chars().next())
    })
}

#[test]
fn numbers_told_in_the_shipped_decks_are_right_as_they_are_printed() {
    let library = Library::of(File::built_in());
    let mut wrong = Vec::new();
    for (key, formula, shown) in TOLD {
        let card = library.cards().find(|card| card.key.as_str() == *key).unwrap_or_else(|| panic!("there is no card {key}"));
        for lang in Lang::ALL {
            if !card.texts().iter().any(|(_, text)| stands(text.get(lang), shown)) {
                wrong.push(format!("{key} does not say {shown} in {}", lang.code()));
            }
        }
        let value = Formula::parse(formula).and_then(|formula| formula.number(&Env::new())).expect("it has a value");
        let plain = shown.replace([',', ' '], "");
        let places = plain.split_once('.').map_or(0, |(_, places)| places.len());
        let printed: f64 = plain.parse().expect("it is a number");
        if (value - printed).abs() > 0.5 / 10_f64.powi(places as i32) + 1e-9 {
            wrong.push(format!("{key} says {shown}, but {formula} = {value}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
