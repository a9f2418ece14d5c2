use super::*;

fn shown(source: &str, signs: Signs) -> String {
    let maths = Maths::read(source).unwrap_or_else(|problem| panic!("{source}: {problem}"));
    let block = maths.display(signs, 78);
    for row in block.rows() {
        assert_eq!(row.iter().map(|cell| cell.width()).sum::<usize>(), block.width(), "{source}");
    }
    let line = maths.line(signs);
    assert_eq!(line.height(), 1, "{source}");
    format!("{source}\n\n{}\n\n{}\n", block.lines().join("\n"), line.lines()[0])
}

/// Formulas as they are written about machine learning.
const FORMULAS: [(&str, &str); 84] = [
    ("softmax", r"\operatorname{softmax}(z)_i = \frac{e^{z_i}}{\sum_{j=1}^{K} e^{z_j}}"),
    ("stable softmax", r"p_i = \frac{\exp(z_i - \max_j z_j)}{\sum_j \exp(z_j - \max_j z_j)}"),
    ("log-sum-exp", r"\log\sum_i e^{x_i} = a + \log\sum_i e^{x_i - a}"),
    ("attention", r"\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right) V"),
    ("score", r"a(q, k) = \frac{q^\top k}{\sqrt{d}}"),
    ("additive attention", r"w_v^\top \tanh(W_q q + W_k k)"),
    ("multi-head", r"\mathrm{head}_i = \operatorname{Attention}(QW_i^Q, KW_i^K, VW_i^V)"),
    ("positional encoding", r"PE_{(pos, 2i)} = \sin\left(\frac{pos}{10000^{2i/d}}\right)"),
    ("variance of a dot product", r"\operatorname{Var}[q^\top k] = \sum_{i=1}^{d} \operatorname{Var}[q_i k_i] = d\sigma^4"),
    ("batch norm", r"\hat{x}_i = \frac{x_i - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}, \quad y_i = \gamma \hat{x}_i + \beta"),
    ("batch mean", r"\mu_B = \frac{1}{m}\sum_{i=1}^{m} x_i"),
    ("layer norm", r"y = \frac{x - \mathbb{E}[x]}{\sqrt{\operatorname{Var}[x] + \epsilon}} \odot \gamma + \beta"),
    (
        "rms norm",
        r"\bar{a}_i = \frac{a_i}{\operatorname{RMS}(\mathbf{a})} g_i, \quad \operatorname{RMS}(\mathbf{a}) = \sqrt{\frac{1}{n}\sum_{i=1}^{n} a_i^2}",
    ),
    ("running mean", r"\hat\mu \leftarrow (1 - \alpha)\hat\mu + \alpha\mu_B"),
    ("adam moments", r"m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t"),
    ("adam correction", r"\hat m_t = \frac{m_t}{1 - \beta_1^t}"),
    ("adam step", r"\theta_{t+1} = \theta_t - \eta\,\frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}"),
    ("weight decay", r"\theta_t \leftarrow \theta_{t-1} - \eta\lambda\theta_{t-1}"),
    ("momentum", r"v \leftarrow \mu v - \eta \nabla_\theta \mathcal{L}(\theta)"),
    ("clipping", r"g \leftarrow g \cdot \min\left(1, \frac{c}{\lVert g \rVert_2}\right)"),
    ("cosine schedule", r"\eta_t = \eta_{\min} + \frac{1}{2}(\eta_{\max} - \eta_{\min})\left(1 + \cos\frac{t\pi}{T}\right)"),
    ("cross entropy", r"\mathcal{L} = -\frac{1}{N}\sum_{n=1}^{N}\sum_{c=1}^{C} y_{nc} \log p_{nc}"),
    ("binary cross entropy", r"-\left[y\log\sigma(z) + (1 - y)\log(1 - \sigma(z))\right]"),
    ("KL", r"D_{\mathrm{KL}}(p \| q) = \sum_x p(x) \log\frac{p(x)}{q(x)}"),
    ("KL of Gaussians", r"\frac{1}{2}\left(\operatorname{tr}(\Sigma_1^{-1}\Sigma_0) - k + \ln\frac{\det\Sigma_1}{\det\Sigma_0}\right)"),
    ("focal", r"\mathrm{FL}(p_t) = -\alpha_t (1 - p_t)^\gamma \log(p_t)"),
    ("dice", r"1 - \frac{2\sum_i p_i y_i}{\sum_i p_i + \sum_i y_i}"),
    ("smooth L1", r"\ell(x) = \begin{cases} \frac{1}{2}x^2 & \text{if } |x| < 1 \\ |x| - \frac{1}{2} & \text{otherwise} \end{cases}"),
    ("triplet", r"\max(0, \|f(a) - f(p)\|_2^2 - \|f(a) - f(n)\|_2^2 + \alpha)"),
    (
        "InfoNCE",
        r"\mathcal{L}_i = -\log\frac{\exp(\operatorname{sim}(z_i, z_j)/\tau)}{\sum_{k \ne i}\exp(\operatorname{sim}(z_i, z_k)/\tau)}",
    ),
    ("IoU", r"\mathrm{IoU} = \frac{|A \cap B|}{|A \cup B|}"),
    ("GIoU", r"\mathrm{GIoU} = \mathrm{IoU} - \frac{|C \setminus (A \cup B)|}{|C|}"),
    ("CIoU", r"\mathcal{L}_{\mathrm{CIoU}} = 1 - \mathrm{IoU} + \frac{\rho^2(b, b^{gt})}{c^2} + \alpha v"),
    ("CIoU aspect", r"v = \frac{4}{\pi^2}\left(\arctan\frac{w^{gt}}{h^{gt}} - \arctan\frac{w}{h}\right)^2"),
    ("soft NMS", r"s_i \leftarrow s_i e^{-\frac{\mathrm{IoU}(M, b_i)^2}{\sigma}}"),
    ("average precision", r"\mathrm{AP} = \int_0^1 p(r)\,dr \approx \sum_{k} (r_{k+1} - r_k)\, p_{\mathrm{interp}}(r_{k+1})"),
    ("interpolated precision", r"p_{\text{interp}}(r) = \max_{\tilde r \ge r} p(\tilde r)"),
    ("F beta", r"F_\beta = (1 + \beta^2)\frac{PR}{\beta^2 P + R}"),
    ("Gaussian", r"\mathcal{N}(x; \mu, \sigma^2) = \frac{1}{\sqrt{2\pi\sigma^2}}\exp\left(-\frac{(x - \mu)^2}{2\sigma^2}\right)"),
    ("Gaussian, raised", r"p(x) = \frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{1}{2}\left(\frac{x - \mu}{\sigma}\right)^2}"),
    (
        "Bayes",
        r"p(\theta \mid \mathcal{D}) = \frac{p(\mathcal{D} \mid \theta) p(\theta)}{\int p(\mathcal{D} \mid \theta') p(\theta')\,d\theta'}",
    ),
    ("ReLU", r"\operatorname{ReLU}(x) = \begin{cases} x & x > 0 \\ 0 & x \le 0 \end{cases}"),
    ("ELU", r"f(x) = \begin{cases} x, & x > 0 \\ \alpha(e^x - 1), & x \le 0 \end{cases}"),
    ("GELU", r"\operatorname{GELU}(x) = x\,\Phi(x) \approx 0.5x\left(1 + \tanh\left[\sqrt{2/\pi}\,(x + 0.044715x^3)\right]\right)"),
    ("sigmoid", r"\sigma(x) = \frac{1}{1 + e^{-x}}, \qquad \sigma'(x) = \sigma(x)(1 - \sigma(x))"),
    (
        "chain rule",
        r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial y} \cdot \frac{\partial y}{\partial z} \cdot \frac{\partial z}{\partial w}",
    ),
    ("backpropagation through time", r"\frac{\partial h_T}{\partial h_t} = \prod_{k=t+1}^{T} \frac{\partial h_k}{\partial h_{k-1}}"),
    ("softmax Jacobian", r"\frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} - p_j)"),
    ("gradient of a norm", r"\nabla_w \frac{\lambda}{2}\|w\|_2^2 = \lambda w"),
    ("argmax", r"\hat{y} = \operatorname*{argmax}_{c \in \{1, \ldots, C\}} p_\theta(c \mid x)"),
    ("maximum likelihood", r"\theta^* = \arg\max_\theta \sum_{i=1}^{n} \log p_\theta(x_i)"),
    ("expectation", r"\mathbb{E}_{x \sim p}[f(x)] = \int p(x) f(x)\,dx"),
    ("minimax", r"\min_G \max_D \mathbb{E}_{x \sim p_{\mathrm{data}}}[\log D(x)] + \mathbb{E}_{z \sim p_z}[\log(1 - D(G(z)))]"),
    ("ELBO", r"\log p(x) \ge \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] - D_{\mathrm{KL}}(q_\phi(z|x) \,\|\, p(z))"),
    (
        "LSTM gates",
        r"\begin{aligned} f_t &= \sigma(W_f [h_{t-1}, x_t] + b_f) \\ i_t &= \sigma(W_i [h_{t-1}, x_t] + b_i) \\ c_t &= f_t \odot c_{t-1} + i_t \odot \tilde{c}_t \\ h_t &= o_t \odot \tanh(c_t) \end{aligned}",
    ),
    ("receptive field", r"r_l = r_{l-1} + (k_l - 1)\prod_{i=1}^{l-1} s_i"),
    ("output size", r"H_{out} = \left\lfloor \frac{H_{in} + 2p - d(k - 1) - 1}{s} \right\rfloor + 1"),
    ("same padding", r"p = \left\lceil \frac{k - 1}{2} \right\rceil"),
    ("convolution", r"y_{i,j} = \sum_{u=0}^{k-1}\sum_{v=0}^{k-1} w_{u,v}\, x_{i+u, j+v}"),
    ("rotation", r"R_\theta = \begin{pmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta \end{pmatrix}"),
    ("matrix of numbers", r"A = \begin{bmatrix} 1 & -2 & 3 \\ 0 & 15 & 6 \\ 7 & 8 & -100 \end{bmatrix}"),
    (
        "matrix with dots",
        r"X = \begin{bmatrix} x_{11} & \cdots & x_{1n} \\ \vdots & \ddots & \vdots \\ x_{m1} & \cdots & x_{mn} \end{bmatrix} \in \mathbb{R}^{m \times n}",
    ),
    ("determinant", r"\det A = \begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc"),
    ("least squares", r"\hat{w} = (X^\top X + \lambda I)^{-1} X^\top y"),
    (
        "bias and variance",
        r"\mathbb{E}[(y - \hat f)^2] = \underbrace{(\mathbb{E}[\hat f] - f)^2}_{\text{bias}^2} + \underbrace{\operatorname{Var}[\hat f]}_{\text{variance}} + \sigma^2",
    ),
    ("Chinese text", r"\underbrace{\text{偏差}^2}_{\text{欠拟合}} + \overbrace{\text{方差}}^{\text{过拟合}}, \quad \text{若 } x > 0"),
    ("dropout", r"y_i = \frac{m_i x_i}{1 - p}, \quad m_i \sim \mathrm{Bernoulli}(1 - p)"),
    ("binomial", r"\Pr[X = k] = \binom{n}{k} p^k (1 - p)^{n-k}"),
    ("label smoothing", r"y_k^{LS} = (1 - \epsilon) y_k + \epsilon / K"),
    (
        "DPO",
        r"-\log\sigma\left(\beta\log\frac{\pi_\theta(y_w | x)}{\pi_{\mathrm{ref}}(y_w | x)} - \beta\log\frac{\pi_\theta(y_l | x)}{\pi_{\mathrm{ref}}(y_l | x)}\right)",
    ),
    ("cube root", r"\sqrt[3]{x + 1} + \sqrt[n]{\frac{a}{b}}"),
    ("continued fraction", r"x = 1 + \frac{1}{1 + \frac{1}{1 + x}}"),
    ("vectors", r"\vec{u} \cdot \vec{v} = \|\vec u\|\,\|\vec v\| \cos\theta \in [-1, 1]"),
    ("mean and tilde", r"\bar{x} = \frac{1}{n}\sum x_i, \; \tilde{h}, \; \dot{x}, \; \overline{AB}, \; \widehat{xyz}"),
    ("limits", r"\lim_{n \to \infty} \left(1 + \frac{1}{n}\right)^n = e"),
    ("norms", r"\|x\|_p = \left(\sum_{i=1}^n |x_i|^p\right)^{1/p}, \quad \|A\|_F = \sqrt{\sum_{i,j} a_{ij}^2}"),
    ("sets", r"\forall x \in \mathbb{R}^n \setminus \{0\}: \exists \delta > 0, \; A \subseteq B \cup C"),
    ("inner product", r"\left\langle \frac{u}{2}, v \right\rangle = \langle u, v \rangle / 2"),
    ("rotary", r"(R_i q)^\top (R_j k) = q^\top R_{j-i}\, k"),
    ("probability ratio", r"r_t(\theta) = \frac{\pi_\theta(a_t \mid s_t)}{\pi_{\theta_{\text{old}}}(a_t \mid s_t)}"),
    ("Bellman", r"V(s) = \max_a \sum_{s', r} p(s', r \mid s, a)\left[r + \gamma V(s')\right]"),
    (
        "diffusion",
        r"x_t = \sqrt{\bar\alpha_t}\,x_0 + \sqrt{1 - \bar\alpha_t}\,\varepsilon, \quad \varepsilon \sim \mathcal{N}(0, \mathbf{I})",
    ),
    ("gradient penalty", r"\lambda\,\mathbb{E}_{\hat x}\left[\left(\|\nabla_{\hat x} D(\hat x)\|_2 - 1\right)^2\right]"),
    ("integral", r"\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}"),
];

#[test]
fn formulas_are_set() {
    let all: String = FORMULAS.iter().map(|(name, source)| format!("## {name}\n{}\n", shown(source, Signs::Unicode))).collect();
    insta::assert_snapshot!("unicode", all);
}

#[test]
fn formulas_are_set_in_ascii() {
    let all: String = FORMULAS.iter().step_by(3).map(|(name, source)| format!("## {name}\n{}\n", shown(source, Signs::Ascii))).collect();
    let strange: Vec<char> = all.chars().filter(|c| !c.is_ascii() && !('\u{3000}'..='\u{9fff}').contains(c)).collect();
    assert_eq!(strange, []);
    insta::assert_snapshot!("ascii", all);
}

/// The place at which a source is refused, and what is said.
#[track_caller]
fn refused(source: &str, at: &str, said: &str) {
    let problem = check(source).expect_err("it can't be set");
    assert_eq!(problem.line(crate::base::Lang::En), said);
    let place = problem.span.map_or("", |span| &source[span]);
    assert_eq!(place, at);
}

#[test]
fn what_cannot_be_set_is_refused_with_its_place() {
    refused(r"\fraq{a}{b}", r"\fraq", r"`\fraq` is not known; did you mean `\frac`?");
    refused(r"x + \argmax_i", r"\argmax", r"`\argmax` is not known; write `\operatorname*{argmax}`");
    refused(r"\frac{a}", r"\frac", r"an argument of `\frac` is missing; write it in braces behind it");
    refused(r"归 \sqrt", r"\sqrt", r"an argument of `\sqrt` is missing; write it in braces behind it");
    refused("x_a_b", "_", "this has two subscripts; put what belongs together in braces: `{a_b}_c`");
    refused("x^a^b", "^", "this has two superscripts; put what belongs together in braces: `{a_b}_c`");
    refused("{a", "", "a `}` is missing at the end");
    refused("a}", "}", "no `{` belongs to this `}`");
    refused(r"\left(a", "", r"a `\right` is missing at the end");
    refused(r"a\right)", r"\right", r"nothing was opened that `\right` belongs to");
    refused(r"\left a\right)", "", r"`\left` needs a bracket or a bar behind it; write `\left.` for none");
    refused(r"\begin{matrx}a\end{matrx}", r"\begin{matrx}", "the environment `matrx` is not known; did you mean `matrix`?");
    refused(r"\begin{matrix}a\end{cases}", r"\end{cases}", r"this should be `\end{matrix}`");
    refused(r"\begin{matrix}a", "", r"an `\end` is missing at the end");
    refused("a & b", "&", r"an `&` stands only in a matrix, `cases` or `aligned`; write `\&` for the sign itself");
    refused(
        r"a \\ b",
        r"\\",
        "a line is broken only in `aligned`, `cases` or a matrix; in a text in single quotes a command has one backslash",
    );
    refused("5%", "%", r"`%` has a meaning of its own in LaTeX; write `\%`");
    refused("\theta", "\t", r"there is a control character in this formula; in a quoted text a backslash is written twice: `\\theta`");
    refused(r"\text{a \b}", r"\", "there is a command inside a text; close the text before it");
    refused(r"\not a", r"\not a", "there is no sign for this with a stroke through it");
    refused(" ", "", "this formula is empty");
    refused(&"x".repeat(LONGEST + 1), "", "a formula has at most 2048 bytes");
    refused(&"{".repeat(65), "", "a formula has at most 64 levels");
}

#[test]
fn a_wide_formula_is_broken_before_a_relation() {
    let maths = Maths::read(r"a + b + c = \frac{d}{e} + f + g \le h + i").expect("it can be read");
    assert_eq!(maths.display(Signs::Unicode, 20).lines(), ["a + b + c", "", "      d", "    = ─ + f + g", "      e", "", "    ≤ h + i"]);
    assert_eq!(maths.display(Signs::Unicode, 12).lines()[..3], ["a + b + c", "", "      d"]);
}

#[test]
fn formulas_side_by_side_are_parted_before_one_is_broken() {
    let maths = Maths::read(r"a = b + c, \quad d = e + f + g").expect("it can be read");
    assert_eq!(maths.display(Signs::Unicode, 30).lines(), ["a = b + c,   d = e + f + g"]);
    assert_eq!(maths.display(Signs::Unicode, 20).lines(), ["a = b + c,", "d = e + f + g"]);
    assert_eq!(maths.display(Signs::Unicode, 10).lines(), ["a = b + c,", "d = e + f", "    + g"]);
}

#[test]
fn escape_codes_and_invisible_signs_never_pass() {
    assert!(check("a\u{1b}[2J").is_err());
    let block = Maths::read("a\u{202e}\u{200b}b \\text{\u{2066}c}").expect("it can be read").line(Signs::Unicode);
    assert_eq!(block.lines(), ["ab c"]);
}

#[test]
fn a_row_is_cut_at_any_column() {
    let block = Maths::read(r"\text{方差} = x").expect("it can be read").line(Signs::Unicode);
    let cut = |from, width| Block::cut(&block.rows()[0], from, width).iter().flat_map(|cell| cell.chars()).collect::<String>();
    assert_eq!((cut(0, 3), cut(1, 4), cut(2, 20), cut(9, 5)), ("方 ".into(), " 差 ".into(), "差 = x".into(), String::new()));
}

/// Pieces of LaTeX, whole and broken, from which a test makes nonsense.
const PIECES: [&str; 44] = [
    "a",
    "归",
    "12",
    " ",
    "{",
    "}",
    "^",
    "_",
    "'",
    "&",
    "\\\\",
    "\\frac",
    "\\sqrt",
    "[",
    "]",
    "(",
    ")",
    "|",
    "\\|",
    "\\left(",
    "\\right)",
    "\\left.",
    "\\sum",
    "\\limits",
    "\\hat",
    "\\underbrace",
    "\\begin{cases}",
    "\\end{cases}",
    "\\begin{pmatrix}",
    "\\end{pmatrix}",
    "\\text{归 a}",
    "\\mathbb",
    "\\operatorname*{f}",
    "\\log",
    "+",
    "=",
    ",",
    "\\quad",
    "\\alpha",
    "\\substack{a\\\\b}",
    "\\binom",
    "\u{301}",
    "\\langle",
    "\\rangle",
];

proptest::proptest! {
    #[test]
    fn nothing_makes_it_panic_or_overrun(picks in proptest::collection::vec(0..PIECES.len(), 0..40), width in 0_usize..200) {
        let source: String = picks.iter().map(|pick| PIECES[*pick]).collect();
        if let Ok(maths) = Maths::read(&source) {
            for signs in [Signs::Unicode, Signs::Ascii] {
                proptest::prop_assert_eq!(maths.line(signs).height(), 1);
                for block in [maths.line(signs), maths.display(signs, width)] {
                    proptest::prop_assert!(block.baseline() < block.height());
                    for row in block.rows() {
                        proptest::prop_assert_eq!(row.iter().map(|cell| cell.width()).sum::<usize>(), block.width());
                    }
                }
            }
        }
    }
}

#[test]
fn the_deepest_and_the_longest_formulas_are_set() {
    for piece in ["(", "[", "|", "\\{"] {
        let source = piece.repeat(LONGEST / piece.len());
        assert!(Maths::read(&source).expect("it can be read").display(Signs::Unicode, 80).height() < 100);
    }
    for (open, close) in
        [("{", "}"), ("\\frac{1}{", "}"), ("\\sqrt{", "}"), ("x^{", "}"), ("\\left(", "\\right)"), ("(", ")"), ("\\hat{", "}")]
    {
        let source = format!("{}a{}", open.repeat(30), close.repeat(30));
        assert!(Maths::read(&source).expect("it can be read").display(Signs::Unicode, 80).height() > 0);
    }
}
