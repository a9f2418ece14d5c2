#!/usr/bin/env python3
"""The mistakes of convolution, pooling, sampling and dropout, made by PyTorch and NumPy from the definitions in words.

    python tests/golden/cnn.py                                # writes tests/golden/mistakes/<operation>.jsonl
    python tests/golden/cnn.py --sqrtd target/debug/sqrtd 300 # checks so many cases of each operation through `exercise eval` and `check`

One line of a file is one case on which the mistake shows: {"mistake": id, "input": {...}, "output": {...}}. All in float64.
"""
import argparse
import json
import math
import pathlib
import subprocess
from fractions import Fraction

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
CASES = {}
PER_MISTAKE = 4


def case(function):
    CASES[function.__name__] = function
    return function


def t(x):
    return torch.tensor(np.array(x, dtype=np.float64))


def plain(value):
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    if isinstance(value, (np.ndarray, np.generic)):
        value = value.tolist()
    return value


def plain_all(values):
    return {name: plain(value) for name, value in values.items()}


def numbers(r, *shape):
    return np.round(r.normal(0, 2, shape), 2)


def optional(r, given, **values):
    """Sets optional inputs; half of those that have their default are left out."""
    for name, (value, default) in values.items():
        if value != default or r.random() < 0.5:
            given[name] = value
    return given


def side(r, reach, padding, more):
    """A side of an image into which a window of this reach fits."""
    return max(1, reach - 2 * padding) + int(r.integers(0, more))


def parameters(module):
    return sum(p.numel() for p in module.parameters())


# Each returns an input, the reference, and what every mistake makes of the input.
@case
def conv2d(r, i):
    g = int(r.choice([1, 1, 2, 3]))
    c, o, kh, kw = g * int(r.integers(1, 3)), g * int(r.integers(1, 3)), int(r.integers(1, 4)), int(r.integers(1, 4))
    s, p, d = int(r.integers(1, 5)), int(r.integers(0, 4)), int(r.integers(1, 4))
    h, w = side(r, d * (kh - 1) + 1, p, 5), side(r, d * (kw - 1) + 1, p, 5)
    x, weight, bias = numbers(r, c, h, w), numbers(r, o, c // g, kh, kw), numbers(r, o)
    given = optional(r, dict(x=x, weight=weight, bias=bias), stride=(s, 1), padding=(p, 0), dilation=(d, 1), groups=(g, 1))

    def y(weight=weight, bias=t(bias), p=p, d=d):
        return {"y": F.conv2d(t(x)[None], t(weight), bias, s, p, d, g)[0]}

    wrong = {"kernel-flipped": y(weight=weight[:, :, ::-1, ::-1]), "no-bias": y(bias=None), "dilation-ignored": y(d=1)}
    if h >= d * (kh - 1) + 1 and w >= d * (kw - 1) + 1:
        wrong["padding-ignored"] = y(p=0)
    return given, y(), wrong


@case
def conv_output_size(r, i):
    k, s, p, d = int(r.integers(1, 8)), int(r.integers(1, 5)), int(r.integers(0, 4)), int(r.integers(1, 4))
    n = side(r, d * (k - 1) + 1, p, 60)
    given = optional(r, dict(size=n, kernel=k), stride=(s, 1), padding=(p, 0), dilation=(d, 1))
    right = F.conv1d(torch.zeros(1, 1, n), torch.zeros(1, 1, k), stride=s, padding=p, dilation=d).shape[-1]
    room = n + 2 * p - d * (k - 1) - 1
    wrong = {"rounded-up": -(-room // s) + 1, "padding-once": (room - p) // s + 1, "no-plus-one": room // s, "dilation-ignored": (n + 2 * p - k) // s + 1}
    return given, {"size": right}, {name: {"size": size} for name, size in wrong.items()}


@case
def depthwise_separable_cost(r, i):
    h, w, m, n, k = *(int(x) for x in r.integers(1, 200, 4)), int(r.integers(1, 8))
    conv = lambda *shape, **more: parameters(torch.nn.Conv2d(*shape, bias=False, **more))

    def cost(separable, inverted=False):
        standard = conv(m, n, k)
        ratio = standard / separable if inverted else separable / standard
        return dict(standard_params=standard, separable_params=separable, standard_macs=standard * h * w, separable_macs=separable * h * w, ratio=ratio)

    depthwise, pointwise = conv(m, m, k, groups=m), conv(m, n, 1)
    wrong = {"no-pointwise": cost(depthwise), "depthwise-over-out": cost(conv(n, n, k, groups=n) + pointwise), "ratio-inverted": cost(depthwise + pointwise, True)}
    return dict(height=h, width=w, in_channels=m, out_channels=n, kernel=k), cost(depthwise + pointwise), wrong


@case
def group_conv_params(r, i):
    g = int(r.integers(1, 6))
    m, n, k, bias = g * int(r.integers(1, 9)), g * int(r.integers(1, 9)), int(r.integers(1, 6)), bool(r.random() < 0.7)
    given = optional(r, dict(in_channels=m, out_channels=n, kernel=k, groups=g), bias=(bias, True))
    conv = lambda *shape, **more: parameters(torch.nn.Conv2d(*shape, **more))
    biases = n if bias else 0
    wrong = {
        "groups-ignored": conv(m, n, k, bias=bias), "divided-twice": conv(m // g, n // g, k, bias=False) + biases,
        "no-bias": conv(m, n, k, groups=g, bias=False)}
    return given, {"params": conv(m, n, k, groups=g, bias=bias)}, {name: {"params": count} for name, count in wrong.items()}


@case
def im2col(r, i):
    c, k, s, p, d = int(r.integers(1, 4)), int(r.integers(1, 4)), int(r.integers(1, 4)), int(r.integers(0, 4)), int(r.integers(1, 3))
    h, w = side(r, d * (k - 1) + 1, p, 4), side(r, d * (k - 1) + 1, p, 4)
    x = numbers(r, c, h, w)
    given = optional(r, dict(x=x, kernel=k), stride=(s, 1), padding=(p, 0), dilation=(d, 1))
    columns = lambda p: F.unfold(t(x)[None], k, d, p, s)[0]
    y = columns(p)
    wrong = {"transposed": y.T, "channels-last": y.reshape(c, k * k, -1).transpose(0, 1).reshape(c * k * k, -1)}
    if min(h, w) >= d * (k - 1) + 1:
        wrong["padding-ignored"] = columns(0)
    return given, {"columns": y}, {name: {"columns": y} for name, y in wrong.items()}


def pooled(r, i):
    k = int(r.integers(1, 5))
    s, p = int(r.integers(1, 5)), int(r.integers(0, k // 2 + 1))
    h, w = side(r, k, p, 5), side(r, k, p, 5)
    # Whole numbers, so that there are ties.
    x = r.integers(-3, 4, (h, w)).astype(float) if i % 2 else numbers(r, h, w)
    grad = None

    def both(pool):
        nonlocal grad
        image = t(x).requires_grad_()
        y = pool(image[None, None])[0, 0]
        grad = numbers(r, *y.shape) if grad is None else grad
        y.backward(t(grad))
        return y, image.grad

    largest, mean = both(lambda x: F.max_pool2d(x, k, s, p)), both(lambda x: F.avg_pool2d(x, k, s, p))
    total = both(lambda x: F.avg_pool2d(x, k, s, p, divisor_override=1))
    given = optional(r, dict(x=x, kernel=k, stride=s, grad=grad), padding=(p, 0))
    return given, largest, mean, total


def result(y, grad_x):
    return {"y": y, "grad_x": grad_x}


@case
def max_pool2d(r, i):
    given, largest, mean, total = pooled(r, i)
    wrong = {"gradient-to-all": result(largest[0], total[1]), "gradient-averaged": result(largest[0], mean[1]), "average-pooled": result(*mean)}
    return given, result(*largest), wrong


@case
def avg_pool2d(r, i):
    given, largest, mean, total = pooled(r, i)
    wrong = {"gradient-not-divided": result(mean[0], total[1]), "gradient-to-max": result(mean[0], largest[1]), "summed": result(*total)}
    return given, result(*mean), wrong


@case
def global_pool_head(r, i):
    c, h, w, k = (int(x) for x in r.integers(1, 30, 4))

    def head(bias=True, inputs=c, inverted=False):
        flatten, pooled = (parameters(torch.nn.Linear(n, k, bias=bias)) for n in (c * h * w, inputs))
        return dict(flatten_params=flatten, pooled_params=pooled, ratio=pooled / flatten if inverted else flatten / pooled)

    wrong = {"no-bias": head(bias=False), "spatial-kept": head(inputs=c * h * w), "ratio-inverted": head(inverted=True)}
    return dict(channels=c, height=h, width=w, classes=k), head(), wrong


def floors(size, out):
    return [at * size // out for at in range(out)]


@case
def bilinear(r, i):
    h, w, a, b = (int(x) for x in r.integers(1, 8, 4))
    x, corners = numbers(r, h, w), bool(i % 2)
    given = optional(r, dict(x=x, out_height=a, out_width=b), align_corners=(corners, False))
    resized = lambda corners: F.interpolate(t(x)[None, None], size=(a, b), mode="bilinear", align_corners=corners)[0, 0]
    wrong = {"corners-toggled": resized(not corners), "nearest": x[np.ix_(floors(h, a), floors(w, b))]}

    def blend(size, out):
        matrix = np.zeros((out, size))
        for at in range(out):
            place = at * size / out
            before = int(place)
            matrix[at, before] += 1 - (place - before)
            matrix[at, min(before + 1, size - 1)] += place - before
        return matrix

    if not corners:
        wrong["no-half-pixel"] = blend(h, a) @ x @ blend(w, b).T
    return given, {"y": resized(corners)}, {name: {"y": y} for name, y in wrong.items()}


@case
def nearest(r, i):
    h, w, a, b = (int(x) for x in r.integers(1, 9, 4))
    if i % 3 == 0:
        w, b = h, a
    x = numbers(r, h, w)
    take = lambda places: x[np.ix_(places(h, a), places(w, b))]
    last = lambda size, out: [round(Fraction(at * (size - 1), out - 1)) if out > 1 else 0 for at in range(out)]
    wrong = {"rounded": F.interpolate(t(x)[None, None], size=(a, b), mode="nearest-exact")[0, 0], "last-aligned": take(last)}
    if (h, a) == (w, b):
        wrong["axes-swapped"] = take(floors).T
    return dict(x=x, out_height=a, out_width=b), {"y": take(floors)}, {name: {"y": y} for name, y in wrong.items()}


@case
def bilinear_sample(r, i):
    h, w, n = int(r.integers(2, 6)), int(r.integers(2, 6)), int(r.integers(1, 5))
    x, points = numbers(r, h, w), np.stack([r.uniform(-1.5, h + 0.5, n), r.uniform(-1.5, w + 0.5, n)], 1)
    points = [np.round(points), np.round(points * 2) / 2, np.round(points, 2)][i % 3]

    def sample(points, padding="zeros"):
        grid = torch.stack([2 * t(points[:, 1]) / (w - 1) - 1, 2 * t(points[:, 0]) / (h - 1) - 1], 1)[None, None]
        return F.grid_sample(t(x)[None, None], grid, padding_mode=padding, align_corners=True)[0, 0, 0]

    def pixel(point):
        # Written out, because the way through the grid's coordinates loses the ties.
        row, column = (int(np.rint(place)) for place in point)
        return x[row, column] if 0 <= row < h and 0 <= column < w else 0.0

    wrong = {"axes-swapped": sample(points[:, ::-1]), "nearest": [pixel(point) for point in points], "edge-clamped": sample(points, "border")}
    return dict(x=x, points=points), {"value": sample(points)}, {name: {"value": value} for name, value in wrong.items()}


@case
def dropout(r, i):
    n, p = int(r.integers(1, 8)), [0.5, 0.2, 0.75, 0.0, 1.0, float(np.round(r.uniform(), 2))][i % 6]
    x, mask, grad = numbers(r, n), r.random(n) < 0.6, numbers(r, n)
    scale = 0.0 if p == 1 else 1 / (1 - p)
    image = t(x).requires_grad_()
    y = image * t(mask) * scale
    y.backward(t(grad))
    wrong = {"not-scaled": result(x * mask, grad * mask), "gradient-not-masked": result(y, grad * scale)}
    if p > 0:
        wrong["scaled-by-p"] = result(x * mask / p, grad * mask / p)
    return dict(x=x, mask=mask, p=p, grad=grad), result(y, image.grad), wrong


def same(a, b):
    a, b = np.asarray(plain(a), dtype=float), np.asarray(plain(b), dtype=float)
    return a.shape == b.shape and bool(np.all(np.abs(a - b) <= 1e-12 + 1e-9 * np.abs(a)))


def same_all(a, b):
    return all(same(a[name], b[name]) for name in a)


def write(name, folder):
    r, lines = np.random.default_rng([*name.encode()]), {}
    for i in range(1000):
        given, right, wrong = CASES[name](r, i)
        for mistake, output in wrong.items():
            shown = lines.setdefault(mistake, [])
            if len(shown) < PER_MISTAKE and not same_all(right, output):
                shown.append(json.dumps({"mistake": mistake, "input": plain_all(given), "output": plain_all(output)}, separators=(",", ":")))
    (folder / f"{name}.jsonl").write_text("".join(line + "\n" for mistake in sorted(lines) for line in lines[mistake]))


def ask(sqrtd, command, name, requests):
    ran = subprocess.run([sqrtd, "exercise", *command, name, "--batch"], input="".join(json.dumps(r) + "\n" for r in requests), capture_output=True, text=True)
    replies = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(replies) == len(requests), (name, ran.stderr)
    return replies


def check(name, sqrtd, count):
    r = np.random.default_rng([count, *name.encode()])
    cases = [CASES[name](r, i) for i in range(count)]
    failures = 0
    for (given, right, _), reply in zip(cases, ask(sqrtd, ["eval"], name, [plain_all(given) for given, *_ in cases])):
        if set(reply) != set(right) or not same_all(right, reply):
            failures += 1
            print(name, "is wrong:", json.dumps(plain_all(given)), reply, plain_all(right))
    # A mistake of another shape is not read as an answer.
    shape = lambda values: {key: np.shape(plain(value)) for key, value in values.items()}
    tried = [(given, right, mistake, output) for given, right, wrong in cases for mistake, output in wrong.items() if shape(output) == shape(right)]
    requests = [{"input": plain_all(given), "answer": plain_all(output)} for given, _, _, output in tried]
    shown = {}
    for (given, right, mistake, output), reply in zip(tried, ask(sqrtd, ["check", "--rtol", "1e-9", "--atol", "1e-12"], name, requests)):
        coincides = same_all(right, output)
        shown[mistake] = shown.get(mistake, 0) + (not coincides)
        named = [mistake["id"] for mistake in reply.get("mistakes", [])]
        if reply.get("correct") != coincides or not (coincides or mistake in named):
            failures += 1
            print(name, mistake, "is not named:", json.dumps(plain_all(given)), reply)
    print(f"{name}: {count} cases, {failures} failures; mistakes shown: {shown}")
    return failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sqrtd", help="the program to check")
    parser.add_argument("count", nargs="?", type=int, default=300)
    options = parser.parse_args()
    if options.sqrtd:
        raise SystemExit(1 if sum(check(name, options.sqrtd, options.count) for name in CASES) else 0)
    folder = pathlib.Path(__file__).parent / "mistakes"
    folder.mkdir(exist_ok=True)
    for name in CASES:
        write(name, folder)


main()
