#!/usr/bin/env python3
"""Golden vectors: what the named functions of PyTorch, torchvision, SciPy, scikit-learn, NumPy and pycocotools return.

    pip install torch torchvision scipy scikit-learn numpy pycocotools
    python tests/golden/generate.py                      # writes tests/golden/<operation>.jsonl
    python tests/golden/generate.py --count 500 --out D  # a larger campaign elsewhere

One line of a file is one case: {"input": {...}, "output": {...}}. All in float64.
"""
import argparse
import json
import math
import pathlib
import warnings

import numpy as np
import torch
import torch.nn.functional as F
import torchvision.ops as tvo
from scipy.optimize import linear_sum_assignment
from scipy.special import rel_entr
from sklearn import metrics, preprocessing
from sklearn.decomposition import PCA
from sklearn.utils.class_weight import compute_class_weight

torch.set_default_dtype(torch.float64)
CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


def t(x):
    return torch.tensor(np.asarray(x, dtype=np.float64))


def plain(value):
    """Lists, numbers, booleans and strings that JSON can hold."""
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    if isinstance(value, np.ndarray):
        return [plain(v) for v in value] if value.ndim else plain(value.item())
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")
    return value


def numbers(r, *shape, scale=2.0):
    return np.round(r.normal(0, scale, shape), 3)


def boxes(r, n, size=20):
    low = np.round(r.uniform(0, size, (n, 2)), 1)
    side = np.round(r.uniform(0, size / 2, (n, 2)), 1)
    out = np.concatenate([low, low + side], 1) if n else np.zeros((0, 4))
    if n > 2 and r.random() < 0.4:
        out[1] = out[0]
    if n > 2 and r.random() < 0.2:
        out[2, 2:] = out[2, :2]
    return out


# ------------------------------------------------------------------ attention
@case
def softmax(r, i):
    x = numbers(r, r.integers(0, 5), r.integers(1, 6), scale=[2, 300, 1000][i % 3])
    x = x.reshape(-1, x.shape[-1]) if x.size else np.zeros((1, 2))
    if i % 5 == 4 and x.size:
        x[0, 0] = -np.inf
    temperature = [1, 0.5, 2.0, 0.1][i % 4]
    given = {"x": x} if i % 4 == 0 else {"x": x, "temperature": temperature}
    return given, {"y": torch.softmax(t(x) / temperature, -1)}


@case
def log_softmax(r, i):
    x = numbers(r, r.integers(1, 5), r.integers(1, 6), scale=[2, 300, 1000][i % 3])
    return {"x": x}, {"y": torch.log_softmax(t(x), -1)}


@case
def logsumexp(r, i):
    x = numbers(r, r.integers(1, 5), r.integers(1, 6), scale=[2, 300, 1000][i % 3])
    if i % 6 == 5:
        x[0, :] = -np.inf
    return {"x": x}, {"y": torch.logsumexp(t(x), -1)}


@case
def scaled_dot_product_attention(r, i):
    n, m, d, e = (int(r.integers(1, 5)) for _ in range(4))
    causal = bool(i % 3 == 1)
    q, k, v = numbers(r, n, d), numbers(r, m, d), numbers(r, m, e)
    mask = r.random((n, m)) < 0.7 if i % 2 else None
    allowed = np.ones((n, m), bool)
    if causal:
        allowed &= np.tril(np.ones((n, m), bool))
    if mask is not None:
        allowed &= mask
    scores = torch.where(torch.tensor(allowed), t(q) @ t(k).T / math.sqrt(d), t(-np.inf))
    weights = torch.nan_to_num(torch.softmax(scores, -1), nan=0.0)
    output = torch.nan_to_num(F.scaled_dot_product_attention(t(q), t(k), t(v), attn_mask=torch.tensor(allowed)), nan=0.0)
    given = {"q": q, "k": k, "v": v}
    if causal or i % 2:
        given["causal"] = causal
    if mask is not None:
        given["mask"] = mask
    return given, {"scores": scores, "weights": weights, "output": output}


@case
def additive_attention(r, i):
    n, m, a, b, e, h = (int(r.integers(1, 4)) for _ in range(6))
    q, k, v = numbers(r, n, a), numbers(r, m, b), numbers(r, m, e)
    w_q, w_k, w = numbers(r, h, a), numbers(r, h, b), numbers(r, h)
    hidden = torch.tanh((t(q) @ t(w_q).T)[:, None] + (t(k) @ t(w_k).T)[None])
    scores = hidden @ t(w)
    weights = torch.softmax(scores, -1)
    return dict(q=q, k=k, v=v, w_q=w_q, w_k=w_k, w=w), {"scores": scores, "weights": weights, "output": weights @ t(v)}


@case
def multi_head_attention(r, i):
    heads = int(r.integers(1, 4))
    d, n = heads * int(r.integers(1, 4)), int(r.integers(1, 5))
    x = numbers(r, n, d, scale=1)
    w_q, w_k, w_v, w_o = (numbers(r, d, d, scale=0.7) for _ in range(4))
    causal = bool(i % 2)
    mask = torch.triu(torch.ones(n, n, dtype=torch.bool), 1) if causal else None
    query = t(x)[:, None]
    output, weights = F.multi_head_attention_forward(
        query, query, query, d, heads, torch.cat([t(w_q), t(w_k), t(w_v)]), None, None, None, False, 0.0, t(w_o), None,
        training=False, need_weights=True, attn_mask=mask, average_attn_weights=False)
    given = dict(x=x, w_q=w_q, w_k=w_k, w_v=w_v, w_o=w_o, heads=heads)
    if causal:
        given["causal"] = True
    return given, {"weights": weights[0], "output": output[:, 0]}


@case
def positional_encoding(r, i):
    length, dim, base = int(r.integers(1, 7)), 2 * int(r.integers(1, 5)), [10000, 100, 10][i % 3]
    place, j = np.arange(length)[:, None], np.arange(dim // 2)[None]
    angle = place / base ** (2 * j / dim)
    pe = np.zeros((length, dim))
    pe[:, 0::2], pe[:, 1::2] = np.sin(angle), np.cos(angle)
    given = {"length": length, "dim": dim}
    if i % 3:
        given["base"] = base
    return given, {"pe": pe}


@case
def dot_product_variance(r, i):
    d = int(r.integers(1, 600))
    mq, mk, vq, vk = (0, 0, 1, 1) if i % 4 == 0 else (round(r.normal(), 2), round(r.normal(), 2), round(r.uniform(0, 4), 2), round(r.uniform(0, 4), 2))
    var = d * ((vq + mq**2) * (vk + mk**2) - mq**2 * mk**2)
    given = {"dim": d} if i % 4 == 0 else {"dim": d, "mean_q": mq, "var_q": vq, "mean_k": mk, "var_k": vk}
    return given, {"mean": float(d * mq * mk), "variance": float(var), "scaled_variance": float(var / d)}


# ------------------------------------------------------------------ detection
@case
def iou(r, i):
    a, b = boxes(r, int(r.integers(0, 5))), boxes(r, int(r.integers(1, 5)))
    out = torch.nan_to_num(tvo.box_iou(t(a).reshape(-1, 4), t(b).reshape(-1, 4)), nan=0.0)
    return {"a": a, "b": b}, {"iou": out}


def pairs(r):
    n = int(r.integers(1, 5))
    a = boxes(r, n)
    b = a + np.round(r.normal(0, 2, (n, 1)), 1) if r.random() < 0.6 else boxes(r, n)
    b[:, 2:] = np.maximum(b[:, 2:], b[:, :2])
    a[:, 2:] += 0.5
    return a, b


@case
def giou(r, i):
    a, b = pairs(r)
    out = torch.diagonal(tvo.generalized_box_iou(t(a), t(b)))
    return {"a": a, "b": b}, {"giou": out, "loss": 1 - out}


def diou_parts(a, b):
    a, b = t(a), t(b)
    plain_iou = torch.diagonal(tvo.box_iou(a, b))
    outer = torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])
    distance = (((a[:, :2] + a[:, 2:]) - (b[:, :2] + b[:, 2:])) / 2).pow(2).sum(1)
    return plain_iou, plain_iou - distance / outer.pow(2).sum(1)


@case
def diou(r, i):
    a, b = pairs(r)
    named = 1 - tvo.distance_box_iou_loss(t(a), t(b), reduction="none", eps=0)
    _, out = diou_parts(a, b)
    assert torch.allclose(named, out, rtol=1e-9, atol=1e-12), (named, out)
    return {"a": a, "b": b}, {"diou": out, "loss": 1 - out}


@case
def ciou(r, i):
    a, b = pairs(r)
    b[:, 3] += 0.5
    named = 1 - tvo.complete_box_iou_loss(t(a), t(b), reduction="none", eps=0)
    i0, d0 = diou_parts(a, b)
    side = lambda x: torch.atan(t(x[:, 2] - x[:, 0]) / t(x[:, 3] - x[:, 1]))
    v = 4 / math.pi**2 * (side(a) - side(b)).pow(2)
    alpha = torch.where(v == 0, t(0.0), v / (1 - i0 + v))
    out = d0 - alpha * v
    # torchvision passes eps on to half of the formula only, so its own value is off by about that much.
    assert torch.allclose(torch.where(torch.isnan(named), out, named), out, rtol=1e-5, atol=1e-6), (named, out)
    return {"a": a, "b": b}, {"v": v, "alpha": alpha, "ciou": out, "loss": 1 - out}


def tied_scores(r, n):
    return np.round(r.uniform(0.05, 1, n), 1 if r.random() < 0.4 else 3)


@case
def nms(r, i):
    n = int(r.integers(0, 9)) if i % 6 else 0
    b, s, threshold = boxes(r, n, 12), tied_scores(r, n), [0.25, 0.5, 0.7, 0.0][i % 4]
    kept = []
    for at in sorted(range(n), key=lambda at: (-s[at], at)):
        if all(not (torch.nan_to_num(tvo.box_iou(t(b[at : at + 1]), t(b[k : k + 1])), nan=0.0).item() > threshold) for k in kept):
            kept.append(at)
    if len(set(s)) == n:
        assert kept == tvo.nms(t(b).reshape(-1, 4), t(s), threshold).tolist()
    return {"boxes": b, "scores": s, "iou_threshold": threshold}, {"keep": kept}


@case
def soft_nms(r, i):
    n = int(r.integers(1, 8))
    b, s = boxes(r, n, 12), tied_scores(r, n)
    method = ["linear", "gaussian"][i % 2]
    given = {"boxes": b, "scores": s, "method": method}
    threshold, sigma, least = 0.3, 0.5, 0.001
    if i % 3 == 0:
        threshold, sigma, least = 0.1, 0.3, 0.2
        given.update(iou_threshold=threshold, sigma=sigma, score_threshold=least)
    overlap = torch.nan_to_num(tvo.box_iou(t(b), t(b)), nan=0.0).numpy()
    score, left, keep, final = s.astype(float).copy(), [at for at in range(n) if s[at] >= least], [], []
    while left:
        best = max(left, key=lambda at: (score[at], -at))
        keep.append(best)
        final.append(score[best])
        left.remove(best)
        for at in left:
            o = overlap[best, at]
            score[at] *= (1 - o if o > threshold else 1) if method == "linear" else math.exp(-(o**2) / sigma)
        left = [at for at in left if score[at] >= least]
    return given, {"keep": keep, "scores": final}


@case
def hungarian(r, i):
    n, m = int(r.integers(1, 6)), int(r.integers(1, 6))
    cost = numbers(r, n, m)
    rows, columns = linear_sum_assignment(cost)
    return {"cost": cost}, {"rows": rows, "columns": columns, "total": cost[rows, columns].sum()}


def cxcywh(r, n):
    return np.round(np.concatenate([r.uniform(0.2, 0.8, (n, 2)), r.uniform(0.05, 0.4, (n, 2))], 1), 3)


@case
def detr_matching(r, i):
    q, c, targets = int(r.integers(1, 6)), int(r.integers(2, 4)), int(r.integers(1, 5))
    prob = r.dirichlet(np.ones(c), q)
    b, gt, labels = cxcywh(r, q), cxcywh(r, targets), r.integers(0, c, targets)
    given = dict(class_prob=prob, boxes=b, labels=labels, targets=gt)
    wc, wl, wg = 1, 5, 2
    if i % 2:
        wc, wl, wg = 2, 1, 0.5
        given.update(weight_class=wc, weight_l1=wl, weight_giou=wg)
    corners = lambda x: tvo.box_convert(t(x), "cxcywh", "xyxy")
    cost = -wc * t(prob)[:, labels] + wl * torch.cdist(t(b), t(gt), p=1) - wg * tvo.generalized_box_iou(corners(b), corners(gt))
    query, target = linear_sum_assignment(cost.numpy())
    return given, {"cost": cost, "query": query, "target": target}


@case
def anchor_encode(r, i):
    n = int(r.integers(1, 5))
    a, b = boxes(r, n), boxes(r, n)
    a[:, 2:] = a[:, :2] + np.maximum(a[:, 2:] - a[:, :2], 0.5)
    b[:, 2:] = b[:, :2] + np.maximum(b[:, 2:] - b[:, :2], 0.5)
    from torchvision.models.detection._utils import BoxCoder
    return {"anchors": a, "boxes": b}, {"deltas": BoxCoder((1.0, 1.0, 1.0, 1.0)).encode_single(t(b), t(a))}


@case
def fcos_target(r, i):
    box = boxes(r, 1)[0]
    box[2:] = box[:2] + np.maximum(box[2:] - box[:2], 2)
    n = int(r.integers(1, 6))
    p = np.round(r.uniform(box[:2] - 3, box[2:] + 3, (n, 2)), 1)
    if i % 3 == 0:
        p[0] = box[:2]
    ltrb = np.stack([p[:, 0] - box[0], p[:, 1] - box[1], box[2] - p[:, 0], box[3] - p[:, 1]], 1)
    inside = ltrb.min(1) > 0
    ratio = lambda x, y: np.minimum(x, y) / np.maximum(x, y)
    with np.errstate(all="ignore"):
        center = np.where(inside, np.sqrt(np.maximum(ratio(ltrb[:, 0], ltrb[:, 2]) * ratio(ltrb[:, 1], ltrb[:, 3]), 0)), 0.0)
    return {"points": p, "box": box}, {"ltrb": ltrb, "inside": inside, "centerness": center}


@case
def fpn_level(r, i):
    w, h = (round(float(r.uniform(5, 1000)), 1) for _ in range(2))
    if i % 4 == 0:
        w, h = 224.0 * 2 ** int(r.integers(-2, 2)), 224.0
        h = w
    given = {"width": w, "height": h}
    size, level, low, high = 224, 4, 2, 5
    if i % 3 == 2:
        size, level, low, high = 256, 3, 1, 6
        given.update(canonical_size=size, canonical_level=level, lowest=low, highest=high)
    return given, {"level": int(min(max(math.floor(level + math.log2(math.sqrt(w * h) / size)), low), high))}


@case
def ohem(r, i):
    n = int(r.integers(1, 8))
    losses, keep = tied_scores(r, n), int(r.integers(1, n + 1))
    order = np.argsort(-losses, kind="stable")[:keep]
    return {"losses": losses, "keep": keep}, {"selected": order, "mean": losses[order].mean()}


@case
def hard_negative_mining(r, i):
    n = int(r.integers(2, 10))
    losses, labels = tied_scores(r, n), (r.random(n) < 0.3).astype(int)
    labels[int(r.integers(n))] = 1
    ratio = [3, 2, 1.5, 0.5][i % 4]
    positives = int(labels.sum())
    negatives = [at for at in np.argsort(-losses, kind="stable") if labels[at] == 0][: math.floor(ratio * positives)]
    loss = (losses[labels == 1].sum() + losses[negatives].sum()) / positives if negatives else losses[labels == 1].sum() / positives
    given = {"losses": losses, "labels": labels}
    if ratio != 3:
        given["ratio"] = ratio
    return given, {"negatives": negatives, "loss": loss}


def coco_ap(precision, recall):
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    grid = np.linspace(0.0, 1.00, int(np.round(1.00 / 0.01)) + 1)
    at = np.searchsorted(recall, grid, side="left")
    return float(np.mean([precision[k] if k < len(precision) else 0.0 for k in at]))


@case
def average_precision(r, i):
    n = int(r.integers(1, 12))
    method = ["step", "voc11", "all-points", "coco101"][i % 4]
    scores = tied_scores(r, n) if method == "step" else r.permutation(np.round(np.linspace(0.05, 0.95, n), 3))
    labels = (r.random(n) < 0.5).astype(int)
    if labels.sum() == 0:
        labels[0] = 1
    order = np.argsort(-scores, kind="stable")
    tp = np.cumsum(labels[order])
    precision, recall = tp / np.arange(1, n + 1), tp / labels.sum()
    if method == "step":
        ap = metrics.average_precision_score(labels, scores)
    elif method == "voc11":
        ap = sum(max([p for p, hits in zip(precision, tp) if 10 * hits >= k * labels.sum()], default=0.0) for k in range(11)) / 11
    elif method == "all-points":
        p = np.concatenate([[0], precision, [0]])
        rec = np.concatenate([[0], recall, [1]])
        p = np.maximum.accumulate(p[::-1])[::-1]
        change = np.where(rec[1:] != rec[:-1])[0]
        ap = float(np.sum((rec[change + 1] - rec[change]) * p[change + 1]))
    else:
        ap = coco_ap(precision, recall)
    given = {"scores": scores, "labels": labels}
    if i % 8:
        given["method"] = method
    return given, {"precision": precision, "recall": recall, "ap": ap}


@case
def roc_auc(r, i):
    n = int(r.integers(2, 12))
    scores, labels = tied_scores(r, n), (r.random(n) < 0.5).astype(int)
    labels[:2] = [0, 1]
    fpr, tpr, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
    return {"scores": scores, "labels": labels}, {"fpr": fpr, "tpr": tpr, "auc": metrics.roc_auc_score(labels, scores)}


@case
def confusion_matrix(r, i):
    n, c = int(r.integers(1, 10)), int(r.integers(2, 5))
    y_true, y_pred = r.integers(0, c, n), r.integers(0, c, n)
    names = list(range(c))
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(y_true, y_pred, labels=names, zero_division=0)
    return {"y_true": y_true, "y_pred": y_pred, "classes": c}, {
        "matrix": metrics.confusion_matrix(y_true, y_pred, labels=names), "accuracy": metrics.accuracy_score(y_true, y_pred),
        "precision": precision, "recall": recall, "f1": f1,
        "macro_f1": metrics.f1_score(y_true, y_pred, labels=names, average="macro", zero_division=0)}


@case
def binary_metrics(r, i):
    tp, fp, fn, tn = (int(x) for x in r.integers(0, 8, 4))
    if tp + fp + fn + tn == 0:
        tn = 1
    if i % 6 == 0:
        tp = 0
    y_true, y_pred = [1] * tp + [0] * fp + [1] * fn + [0] * tn, [1] * tp + [1] * fp + [0] * fn + [0] * tn
    if not y_true:
        y_true, y_pred, tn = [0], [0], 1
    score = lambda f: f(y_true, y_pred, zero_division=0)
    return dict(tp=tp, fp=fp, fn=fn, tn=tn), {
        "accuracy": metrics.accuracy_score(y_true, y_pred), "precision": score(metrics.precision_score), "recall": score(metrics.recall_score),
        "specificity": metrics.recall_score(y_true, y_pred, pos_label=0, zero_division=0), "f1": score(metrics.f1_score)}


@case
def lane_polynomial(r, i):
    n, degree = int(r.integers(4, 9)), int(r.integers(0, 4))
    y = np.sort(r.choice(np.arange(0, 30), n, replace=False)).astype(float)
    x = np.round(5 + 0.3 * y - 0.02 * y**2 + r.normal(0, 1, n), 2)
    c = np.polynomial.polynomial.polyfit(y, x, degree)
    residual = np.polynomial.polynomial.polyval(y, c) - x
    return {"points": np.stack([x, y], 1), "degree": degree}, {"coefficients": c, "rmse": math.sqrt(np.mean(residual**2))}


@case
def receptive_field(r, i):
    n = int(r.integers(1, 7))
    k, s, d = r.integers(1, 6, n), r.integers(1, 4, n), r.integers(1, 4, n)
    field, jump, fields, jumps = 1, 1, [], []
    for a, b, c in zip(k, s, d):
        field += (a - 1) * c * jump
        jump *= b
        fields.append(int(field))
        jumps.append(int(jump))
    return {"kernel": k, "stride": s, "dilation": d}, {"receptive_field": fields, "jump": jumps}


# ------------------------------------------------------------------ normalization
@case
def batch_norm(r, i):
    c = int(r.integers(1, 4))
    shape = (int(r.integers(2, 5)), c) if i % 2 else (int(r.integers(1, 3)), c, 2, 3)
    x = numbers(r, *shape)
    gamma, beta, mean, var = numbers(r, c), numbers(r, c), numbers(r, c), np.round(r.uniform(0.1, 3, c), 2)
    training, momentum, eps = bool(i % 3), [0.1, 0.3][i % 2], [1e-5, 0.5][i % 2]
    given = dict(x=x, gamma=gamma, beta=beta, running_mean=mean, running_var=var)
    if i % 4:
        given.update(momentum=momentum, eps=eps)
    else:
        momentum, eps = 0.1, 1e-5
    if not training or i % 2:
        given["training"] = training
    rm, rv = t(mean), t(var)
    y = F.batch_norm(t(x), rm, rv, t(gamma), t(beta), training, momentum, eps)
    axes = tuple(a for a in range(x.ndim) if a != 1)
    used = (x.mean(axes), x.var(axes)) if training else (mean, var)
    return given, {"mean": used[0], "var": used[1], "y": y, "running_mean": rm, "running_var": rv}


@case
def layer_norm(r, i):
    n, d = int(r.integers(1, 4)), int(r.integers(1, 6))
    x, gamma, beta, eps = numbers(r, n, d), numbers(r, d), numbers(r, d), [1e-5, 0.1][i % 2]
    given = dict(x=x, gamma=gamma, beta=beta)
    if i % 2:
        given["eps"] = eps
    return given, {"mean": x.mean(1), "var": x.var(1), "y": F.layer_norm(t(x), (d,), t(gamma), t(beta), eps)}


@case
def instance_norm(r, i):
    x, eps = numbers(r, int(r.integers(1, 3)), int(r.integers(1, 4)), 2, 3), [1e-5, 0.1][i % 2]
    given = {"x": x, "eps": eps} if i % 2 else {"x": x}
    return given, {"mean": x.mean((2, 3)), "var": x.var((2, 3)), "y": F.instance_norm(t(x), eps=eps)}


@case
def group_norm(r, i):
    groups = int(r.integers(1, 4))
    c = groups * int(r.integers(1, 3))
    x, gamma, beta, eps = numbers(r, int(r.integers(1, 3)), c, 2, 2), numbers(r, c), numbers(r, c), [1e-5, 0.1][i % 2]
    given = dict(x=x, groups=groups, gamma=gamma, beta=beta)
    if i % 2:
        given["eps"] = eps
    parts = x.reshape(x.shape[0], groups, -1)
    return given, {"mean": parts.mean(2), "var": parts.var(2), "y": F.group_norm(t(x), groups, t(gamma), t(beta), eps)}


@case
def rms_norm(r, i):
    n, d = int(r.integers(1, 4)), int(r.integers(1, 6))
    x, gamma, eps = numbers(r, n, d), numbers(r, d), [1e-6, 0.1][i % 2]
    given = {"x": x, "gamma": gamma, "eps": eps} if i % 2 else {"x": x, "gamma": gamma}
    return given, {"rms": np.sqrt((x**2).mean(1)), "y": F.rms_norm(t(x), (d,), t(gamma), eps)}


@case
def fold_batch_norm(r, i):
    o, c, k = int(r.integers(1, 4)), int(r.integers(1, 3)), int(r.integers(1, 4))
    w, b, gamma, beta, mean = numbers(r, o, c, k, k), numbers(r, o), numbers(r, o), numbers(r, o), numbers(r, o)
    var, eps = np.round(r.uniform(0.1, 3, o), 2), [1e-5, 0.2][i % 2]
    weight, bias = torch.nn.utils.fusion.fuse_conv_bn_weights(t(w), t(b), t(mean), t(var), eps, t(gamma), t(beta))
    given = dict(weight=w, bias=b, gamma=gamma, beta=beta, mean=mean, var=var)
    if i % 2:
        given["eps"] = eps
    return given, {"weight": weight, "bias": bias}


# ------------------------------------------------------------------ losses
@case
def cross_entropy(r, i):
    n, c = int(r.integers(1, 5)), int(r.integers(1, 5))
    x, y, smooth = numbers(r, n, c, scale=[2, 500][i % 2]), r.integers(0, c, n), [0, 0.1, 0.5][i % 3]
    loss = F.cross_entropy(t(x), torch.tensor(y), reduction="none", label_smoothing=smooth)
    given = {"logits": x, "target": y}
    if smooth:
        given["label_smoothing"] = smooth
    return given, {"loss": loss, "mean": loss.mean()}


@case
def binary_cross_entropy(r, i):
    n = int(r.integers(1, 6))
    x, y = numbers(r, n, scale=[2, 500][i % 2]), np.round(r.random(n), 2) if i % 3 == 0 else r.integers(0, 2, n)
    loss = F.binary_cross_entropy_with_logits(t(x), t(y), reduction="none")
    return {"logits": x, "target": y}, {"loss": loss, "mean": loss.mean()}


@case
def focal_loss(r, i):
    n = int(r.integers(1, 6))
    p, y = np.round(r.uniform(0.02, 0.98, n), 3), r.integers(0, 2, n)
    alpha, gamma = [(0.25, 2), (0.5, 1), (0.75, 0), (0.25, 3.5)][i % 4]
    loss = tvo.sigmoid_focal_loss(torch.logit(t(p)), t(y), alpha, gamma)
    given = {"p": p, "target": y}
    if i % 4:
        given.update(alpha=alpha, gamma=gamma)
    return given, {"loss": loss, "mean": loss.mean()}


@case
def kl_divergence(r, i):
    n = int(r.integers(1, 6))
    p, q = r.dirichlet(np.ones(n)), r.dirichlet(np.ones(n))
    if n > 1 and i % 4 == 1:
        p[0] = 0
    if n > 1 and i % 6 == 2:
        q[0] = 0
    kl = rel_entr(p, q).sum()
    entropy = -sum(x * math.log(x) for x in p if x > 0)
    cross = sum(x * (-math.log(y) if y > 0 else math.inf) for x, y in zip(p, q) if x > 0)
    return {"p": p, "q": q}, {"kl": kl, "cross_entropy": cross, "entropy": entropy}


@case
def smooth_l1(r, i):
    n, beta = int(r.integers(1, 6)), [1, 0.5, 2.0, 0][i % 4]
    a, b = numbers(r, n), numbers(r, n)
    loss = F.smooth_l1_loss(t(a), t(b), reduction="none", beta=beta)
    given = {"pred": a, "target": b}
    if beta != 1:
        given["beta"] = beta
    return given, {"loss": loss, "mean": loss.mean()}


@case
def sigmoid_gradients(r, i):
    n = int(r.integers(1, 6))
    z, y = numbers(r, n, scale=[2, 20][i % 2]), r.integers(0, 2, n)
    a = t(z).requires_grad_()
    (0.5 * (torch.sigmoid(a) - t(y)) ** 2).sum().backward()
    b = t(z).requires_grad_()
    F.binary_cross_entropy_with_logits(b, t(y), reduction="sum").backward()
    return {"logit": z, "target": y}, {"squared_error": a.grad, "cross_entropy": b.grad}


@case
def distillation_loss(r, i):
    n, c = int(r.integers(1, 4)), int(r.integers(2, 5))
    s, te, y = numbers(r, n, c), numbers(r, n, c), r.integers(0, c, n)
    temperature, alpha = [1, 2, 4.0][i % 3], [0.5, 0.9, 0.0, 1.0][i % 4]
    soft = F.kl_div(torch.log_softmax(t(s) / temperature, 1), torch.softmax(t(te) / temperature, 1), reduction="batchmean") * temperature**2
    hard = F.cross_entropy(t(s), torch.tensor(y))
    return dict(student=s, teacher=te, target=y, temperature=temperature, alpha=alpha), {
        "soft": soft, "hard": hard, "loss": alpha * soft + (1 - alpha) * hard}


@case
def info_nce(r, i):
    n, d, temperature = int(r.integers(1, 5)), int(r.integers(1, 4)), [0.1, 0.5, 1.0][i % 3]
    a, b = numbers(r, n, d), numbers(r, n, d)
    if i % 5 == 4:
        a[0] = 0
    similarity = F.cosine_similarity(t(a)[:, None], t(b)[None], dim=2, eps=0 if i % 5 != 4 else 1e-300)
    similarity = torch.nan_to_num(similarity, nan=0.0)
    return {"a": a, "b": b, "temperature": temperature}, {
        "similarity": similarity, "loss": F.cross_entropy(similarity / temperature, torch.arange(n))}


@case
def fixmatch(r, i):
    n, c, threshold = int(r.integers(1, 5)), int(r.integers(2, 4)), [0.5, 0.8, 0.95][i % 3]
    weak, strong = numbers(r, n, c), numbers(r, n, c)
    p = torch.softmax(t(weak), 1)
    label, mask = p.argmax(1), p.max(1).values >= threshold
    loss = (F.cross_entropy(t(strong), label, reduction="none") * mask).mean()
    return {"weak": weak, "strong": strong, "threshold": threshold}, {"pseudo_label": label, "mask": mask, "loss": loss}


@case
def ema_update(r, i):
    n, decay = int(r.integers(1, 6)), [0.9, 0.99, 0.5, 1.0][i % 4]
    a, b = numbers(r, n), numbers(r, n)
    return {"teacher": a, "student": b, "decay": decay}, {"teacher": decay * t(a) + (1 - decay) * t(b)}


@case
def class_weights(r, i):
    counts = r.integers(1, 12, int(r.integers(1, 5)))
    y = np.repeat(np.arange(len(counts)), counts)
    return {"counts": counts}, {"weights": compute_class_weight("balanced", classes=np.arange(len(counts)), y=y)}


# ------------------------------------------------------------------ optimization
def run_optimiser(make, param, grads, state):
    p = torch.nn.Parameter(t(param))
    optimiser = make([p])
    history, states = [], {name: [] for name in state}
    for grad in grads:
        p.grad = t(grad)
        before = p.detach().clone()
        optimiser.step()
        history.append(p.detach().clone())
        for name, key in state.items():
            value = optimiser.state[p].get(key)
            # Without momentum PyTorch keeps no velocity: it is the gradient, decay included.
            plain = t(grad) + optimiser.param_groups[0]["weight_decay"] * before
            states[name].append((plain if value is None else value).detach().clone())
    return torch.stack(history), {name: torch.stack(values) for name, values in states.items()}


def descent(r):
    n, steps = int(r.integers(1, 4)), int(r.integers(1, 5))
    return numbers(r, n), numbers(r, steps, n)


@case
def sgd_momentum(r, i):
    param, grads = descent(r)
    lr, momentum, decay, nesterov = [0.1, 0.01][i % 2], [0.9, 0.5, 0.8][i % 3], [0, 0.1][i % 2], bool(i % 4 == 3)
    if i % 8 in (1, 4):
        momentum = 0
    history, state = run_optimiser(lambda p: torch.optim.SGD(p, lr, momentum, weight_decay=decay, nesterov=nesterov), param, grads, {"velocity": "momentum_buffer"})
    given = dict(param=param, grads=grads, lr=lr, momentum=momentum)
    if decay:
        given["weight_decay"] = decay
    if nesterov:
        given["nesterov"] = True
    return given, {"param": history, **state}


@case
def rmsprop(r, i):
    param, grads = descent(r)
    lr, alpha, eps = [0.1, 0.01][i % 2], [0.99, 0.9][i % 2], [1e-8, 0.1][i % 2]
    history, state = run_optimiser(lambda p: torch.optim.RMSprop(p, lr, alpha, eps), param, grads, {"square_avg": "square_avg"})
    given = dict(param=param, grads=grads, lr=lr)
    if i % 2:
        given.update(alpha=alpha, eps=eps)
    return given, {"param": history, **state}


def adam_like(make, default):
    def one(r, i):
        param, grads = descent(r)
        lr, b1, b2, eps, decay = [0.1, 0.001][i % 2], *[(0.9, 0.999), (0.8, 0.95)][i % 2], [1e-8, 0.1][i % 2], [default, 0.1, 0.0][i % 3]
        history, state = run_optimiser(lambda p: make(p, lr, (b1, b2), eps, decay), param, grads, {"m": "exp_avg", "v": "exp_avg_sq"})
        given = dict(param=param, grads=grads, lr=lr)
        if i % 2:
            given.update(beta1=b1, beta2=b2, eps=eps)
        if decay != default:
            given["weight_decay"] = decay
        return given, {"param": history, **state}
    return one


CASES["adam"] = adam_like(torch.optim.Adam, 0.0)
CASES["adamw"] = adam_like(torch.optim.AdamW, 0.01)


@case
def clip_grad_norm(r, i):
    n = int(r.integers(1, 6))
    g, most = numbers(r, n) * (i % 5 != 4), [1.0, 100.0, 0.1][i % 3]
    norm = np.linalg.norm(g)
    return {"grads": g, "max_norm": most}, {"norm": norm, "clipped": g * min(1.0, most / norm) if norm else g}


@case
def regularization_step(r, i):
    w, lr, l1, l2 = numbers(r, int(r.integers(1, 6))), [0.1, 0.5][i % 2], [1.0, 2.0, 0.0][i % 3], [0.5, 0.1][i % 2]
    if i % 6 == 5:
        w[0] = -lr * l1
    return dict(w=w, lr=lr, l1=l1, l2=l2), {"l1": F.softshrink(t(w), lr * l1), "l2": t(w) * (1 - lr * l2)}


@case
def gradient_flow(r, i):
    activation = ["sigmoid", "tanh", "relu"][i % 3]
    f = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[activation]
    x0, weight, depth = round(r.normal(), 2), round(r.normal(0, 2), 2), int(r.integers(1, 7))
    x = t(x0).requires_grad_()
    a, history = x, []
    for _ in range(depth):
        a = f(weight * a)
        history.append(a.item())
    a.backward()
    given = {"x": x0, "weight": weight, "depth": depth}
    if i % 3:
        given["activation"] = activation
    return given, {"activations": history, "gradient": x.grad}


# ------------------------------------------------------------------ cnn
@case
def conv2d(r, i):
    groups = int(r.integers(1, 3))
    c, o, k = groups * int(r.integers(1, 3)), groups * int(r.integers(1, 3)), int(r.integers(1, 4))
    stride, padding, dilation = int(r.integers(1, 4)), int(r.integers(0, 3)), int(r.integers(1, 3))
    h = dilation * (k - 1) + 1 + int(r.integers(0, 4))
    x, w, b = numbers(r, c, h, h + 1), numbers(r, o, c // groups, k, k), numbers(r, o)
    given = dict(x=x, weight=w, bias=b)
    if i % 4:
        given.update(stride=stride, padding=padding, dilation=dilation, groups=groups)
    else:
        stride, padding, dilation, groups = 1, 0, 1, 1
        w = numbers(r, o, c, k, k)
        given["weight"] = w
    return given, {"y": F.conv2d(t(x)[None], t(w), t(b), stride, padding, dilation, groups)[0]}


@case
def conv_output_size(r, i):
    k, s, p, d = int(r.integers(1, 8)), int(r.integers(1, 4)), int(r.integers(0, 4)), int(r.integers(1, 4))
    n = d * (k - 1) + 1 + int(r.integers(0, 60))
    given = {"size": n, "kernel": k}
    if i % 3:
        given.update(stride=s, padding=p, dilation=d)
    else:
        s, p, d = 1, 0, 1
    out = F.conv1d(torch.zeros(1, 1, n), torch.zeros(1, 1, k), stride=s, padding=p, dilation=d).shape[-1]
    return given, {"size": out}


@case
def depthwise_separable_cost(r, i):
    h, w, m, n, k = (int(x) for x in r.integers(1, 60, 5))
    conv = lambda *a, **o: sum(p.numel() for p in torch.nn.Conv2d(*a, bias=False, **o).parameters())
    k = k % 5 + 1
    standard, separable = conv(m, n, k), conv(m, m, k, groups=m) + conv(m, n, 1)
    return dict(height=h, width=w, in_channels=m, out_channels=n, kernel=k), {
        "standard_params": standard, "separable_params": separable, "standard_macs": standard * h * w, "separable_macs": separable * h * w,
        "ratio": separable / standard}


@case
def group_conv_params(r, i):
    g = int(r.integers(1, 5))
    m, n, k, bias = g * int(r.integers(1, 6)), g * int(r.integers(1, 6)), int(r.integers(1, 6)), bool(i % 2)
    given = dict(in_channels=m, out_channels=n, kernel=k, groups=g)
    if not bias or i % 4 == 1:
        given["bias"] = bias
    return given, {"params": sum(p.numel() for p in torch.nn.Conv2d(m, n, k, groups=g, bias=bias).parameters())}


@case
def im2col(r, i):
    c, k = int(r.integers(1, 4)), int(r.integers(1, 4))
    s, p, d = int(r.integers(1, 4)), int(r.integers(0, 3)), int(r.integers(1, 3))
    h = d * (k - 1) + 1 + int(r.integers(0, 3))
    x = numbers(r, c, h, h + 1)
    given = {"x": x, "kernel": k}
    if i % 3:
        given.update(stride=s, padding=p, dilation=d)
    else:
        s, p, d = 1, 0, 1
    return given, {"columns": F.unfold(t(x)[None], k, d, p, s)[0]}


def pooled(kind):
    def one(r, i):
        k = int(r.integers(1, 4))
        s, p = int(r.integers(1, 4)), int(r.integers(0, k // 2 + 1))
        h = k + int(r.integers(0, 4))
        # Whole numbers, so that there are ties.
        x = t(r.integers(-3, 4, (h, h + 1))).requires_grad_() if i % 2 else t(numbers(r, h, h + 1)).requires_grad_()
        y = kind(x[None, None], k, s, p)[0, 0]
        grad = numbers(r, *y.shape)
        y.backward(t(grad))
        given = {"x": x, "kernel": k, "stride": s, "grad": grad}
        if p or i % 2:
            given["padding"] = p
        return given, {"y": y, "grad_x": x.grad}
    return one


CASES["max_pool2d"] = pooled(F.max_pool2d)
CASES["avg_pool2d"] = pooled(F.avg_pool2d)


@case
def global_pool_head(r, i):
    c, h, w, k = (int(x) for x in r.integers(1, 30, 4))
    count = lambda n: sum(p.numel() for p in torch.nn.Linear(n, k).parameters())
    return dict(channels=c, height=h, width=w, classes=k), {
        "flatten_params": count(c * h * w), "pooled_params": count(c), "ratio": count(c * h * w) / count(c)}


@case
def bilinear(r, i):
    h, w, a, b = (int(x) for x in r.integers(1, 6, 4))
    x, corners = numbers(r, h, w), bool(i % 2)
    given = {"x": x, "out_height": a, "out_width": b}
    if corners:
        given["align_corners"] = True
    return given, {"y": F.interpolate(t(x)[None, None], size=(a, b), mode="bilinear", align_corners=corners)[0, 0]}


@case
def nearest(r, i):
    h, w, a, b = (int(x) for x in r.integers(1, 9, 4))
    x = numbers(r, h, w)
    rows, columns = [j * h // a for j in range(a)], [j * w // b for j in range(b)]
    return {"x": x, "out_height": a, "out_width": b}, {"y": x[np.ix_(rows, columns)]}


@case
def bilinear_sample(r, i):
    h, w, n = int(r.integers(2, 5)), int(r.integers(2, 5)), int(r.integers(1, 5))
    x = numbers(r, h, w)
    p = np.round(np.stack([r.uniform(-1.2, h + 0.2, n), r.uniform(-1.2, w + 0.2, n)], 1), 2)
    grid = torch.stack([2 * t(p[:, 1]) / (w - 1) - 1, 2 * t(p[:, 0]) / (h - 1) - 1], 1)[None, None]
    return {"x": x, "points": p}, {"value": F.grid_sample(t(x)[None, None], grid, mode="bilinear", padding_mode="zeros", align_corners=True)[0, 0, 0]}


@case
def dropout(r, i):
    n, p = int(r.integers(1, 7)), [0.5, 0.2, 0.75, 0.0, 1.0][i % 5]
    x, mask, grad = numbers(r, n), (r.random(n) < 0.6), numbers(r, n)
    scale = 0.0 if p == 1 else 1 / (1 - p)
    a = t(x).requires_grad_()
    y = a * t(mask) * scale
    y.backward(t(grad))
    return {"x": x, "mask": mask, "p": p, "grad": grad}, {"y": y, "grad_x": a.grad}


# ------------------------------------------------------------------ data
@case
def standardize(r, i):
    x = numbers(r, int(r.integers(1, 6)), int(r.integers(1, 4)))
    if i % 4 == 3:
        x[:, 0] = 0.1
    s = preprocessing.StandardScaler().fit(x)
    std = np.sqrt(s.var_)
    std[(x == x[0]).all(0)] = 0
    z = np.where(std == 0, 0, s.transform(x))
    return {"x": x}, {"mean": s.mean_, "std": std, "z": z}


@case
def min_max_scale(r, i):
    x = numbers(r, int(r.integers(1, 6)), int(r.integers(1, 4)))
    if i % 4 == 3:
        x[:, 0] = 0.1
    if i % 8 == 6:
        x[:, -1] *= 1e-17
    s = preprocessing.MinMaxScaler().fit(x)
    return {"x": x}, {"min": s.data_min_, "max": s.data_max_, "y": s.transform(x)}


@case
def pca(r, i):
    n, f = int(r.integers(3, 8)), int(r.integers(1, 6))
    x = numbers(r, n, f) @ np.diag(2.0 ** np.arange(f)) + 3
    k = int(r.integers(1, min(n - 1, f) + 1))
    if i % 6 == 5 and f > 1:
        x[:, 0], k = 4, min(k, n - 1, f - 1)
    x = np.round(x, 3)
    p = PCA(k, svd_solver="full").fit(x)
    sign = np.sign(p.components_[np.arange(k), np.abs(p.components_).argmax(1)])
    components = p.components_ * sign[:, None]
    return {"x": x, "components": k}, {
        "mean": p.mean_, "components": components, "explained_variance": p.explained_variance_, "ratio": p.explained_variance_ratio_,
        "scores": (x - p.mean_) @ components.T}


@case
def low_rank(r, i):
    m, n = int(r.integers(1, 6)), int(r.integers(1, 6))
    w, rank = numbers(r, m, n), int(r.integers(0, min(m, n) + 1))
    if i % 6 == 1:
        w = np.outer(numbers(r, m), numbers(r, n))
    elif i % 6 == 3:
        w, rank = np.kron(np.eye(2), numbers(r, 2, 2)), [2, 4][i // 6 % 2]
        m, n = w.shape
    elif i % 12 == 5:
        w *= 0
    u, s, v = np.linalg.svd(w, full_matrices=False)
    return {"w": w, "rank": rank}, {
        "approximation": (u[:, :rank] * s[:rank]) @ v[:rank], "residual": float(np.sqrt((s[rank:] ** 2).sum())),
        "params_before": m * n, "params_after": rank * (m + n)}


@case
def quantize(r, i):
    n, bits, scheme = int(r.integers(1, 7)), [8, 4, 3, 2][i % 4], ["affine", "symmetric"][i // 2 % 2]
    x = numbers(r, n) if i % 7 else np.zeros(n)
    if i % 3 == 1:
        x = np.abs(x)
    if i % 8 == 1:
        bits = 1
    if i % 5 == 4:
        # A scale of 1, and halves between two levels.
        top = 2**bits - 1 if scheme == "affine" else 2 ** (bits - 1) - 1
        x = np.array([0, top, *(r.integers(0, top, 3) + 0.5)]) if scheme == "affine" else np.array([-top, *(r.integers(-top, top, 3) + 0.5)])
    if scheme == "affine":
        low, high, top = min(x.min(), 0), max(x.max(), 0), 2**bits - 1
        scale = (high - low) / top if high > low else 1.0
        zero = np.rint(-low / scale) if high > low else 0
        q = np.clip(np.rint(x / scale) + zero, 0, top)
    else:
        top = 2 ** (bits - 1) - 1
        scale = np.abs(x).max() / top if np.abs(x).max() else 1.0
        zero, q = 0, np.clip(np.rint(x / scale), -top, top)
    back = (q - zero) * scale
    given = {"x": x, "scheme": scheme}
    if bits != 8:
        given["bits"] = bits
    return given, {"scale": float(scale), "zero_point": int(zero), "q": q.astype(int), "dequantized": back, "max_error": float(np.abs(x - back).max())}


@case
def magnitude_prune(r, i):
    n, sparsity = int(r.integers(1, 9)), [0.5, 0.25, 0.75, 0.9, 0.0, 1.0, 0.35][i % 7]
    w = np.round(r.normal(0, 1, n), 1)
    gone = np.argsort(np.abs(w), kind="stable")[: int(np.rint(sparsity * n))]
    mask = np.ones(n, bool)
    mask[gone] = False
    return {"w": w, "sparsity": sparsity}, {"mask": mask, "w": np.where(mask, w, 0.0)}


# ------------------------------------------------------------------ empty, degenerate and tied inputs
def polyfit_case(points, degree):
    points = np.array(points, dtype=float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        c = np.polynomial.polynomial.polyfit(points[:, 1], points[:, 0], degree)
    rmse = np.sqrt(np.mean((np.polynomial.polynomial.polyval(points[:, 1], c) - points[:, 0]) ** 2))
    return {"points": points, "degree": degree}, {"coefficients": c, "rmse": rmse}


def assignment_case(cost):
    rows, columns = linear_sum_assignment(np.array(cost, dtype=float))
    return {"cost": np.array(cost, dtype=float)}, {"rows": rows, "columns": columns, "total": np.array(cost)[rows, columns].sum()}


def nms_case(b, s, threshold):
    return {"boxes": b, "scores": s, "iou_threshold": threshold}, {"keep": tvo.nms(t(b).reshape(-1, 4), t(s), threshold).tolist()}


def masked_case():
    q, k, v = [[1.0, 0.0], [0.5, 2.0]], [[1.0, 1.0], [0.0, 3.0]], [[1.0], [2.0]]
    scores = t(q) @ t(k).T / math.sqrt(2)
    return {"q": q, "k": k, "v": v, "causal": 1, "mask": [[0, 1], [True, 0]]}, {
        "scores": torch.tensor([[-math.inf, -math.inf], [scores[1, 0], -math.inf]]), "weights": [[0, 0], [1, 0]], "output": [[0], [1]]}


def ap_case(scores, labels, method, ap):
    order = np.argsort(-np.array(scores), kind="stable")
    tp = np.cumsum(np.array(labels)[order])
    total = sum(labels)
    return {"scores": scores, "labels": labels, "method": method}, {
        "precision": tp / np.arange(1, len(tp) + 1), "recall": tp / total if total else tp * 0.0, "ap": ap}


def batch_norm_case(x, training):
    x, one, mean, var = t(x), t([1.0]), t([0.0]), t([2.0])
    given = {"x": x, "gamma": one, "beta": [0.5], "running_mean": [0.0], "running_var": [2.0], "training": training}
    y = F.batch_norm(x, mean, var, one, t([0.5]), training)
    return given, {"mean": x.mean(0) if training else [0.0], "var": x.var(0, correction=0) if training else [2.0], "y": y, "running_mean": mean, "running_var": var}


def edges():
    """More cases by operation, as pairs of inputs and outputs."""
    inf = math.inf
    flat = [[2.0, 1.0, 2.0, 1.0]]
    unit = [[0.0, 0.0, 1.0, 1.0]]
    return {
        "softmax": [({"x": []}, {"y": []}), ({"x": [[]]}, {"y": [[]]}), ({"x": [[-inf, -inf], [0, -inf]]}, {"y": torch.softmax(t([[-inf, -inf], [0, -inf]]), -1)})],
        "log_softmax": [({"x": []}, {"y": []}), ({"x": [[-inf, 1.0]]}, {"y": torch.log_softmax(t([[-inf, 1.0]]), -1)})],
        "logsumexp": [({"x": [[-inf, -inf], [inf, 1]]}, {"y": torch.logsumexp(t([[-inf, -inf], [inf, 1]]), -1)})],
        "scaled_dot_product_attention": [masked_case()],
        "iou": [({"a": [], "b": []}, {"iou": []}), ({"a": unit, "b": []}, {"iou": [[]]}), ({"a": flat, "b": flat}, {"iou": [[0.0]]})],
        "giou": [({"a": [], "b": []}, {"giou": [], "loss": []}), ({"a": flat, "b": flat}, {"giou": [0.0], "loss": [1.0]})],
        "diou": [({"a": [], "b": []}, {"diou": [], "loss": []}), ({"a": flat, "b": flat}, {"diou": [0.0], "loss": [1.0]})],
        "ciou": [
            ({"a": [], "b": []}, {"v": [], "alpha": [], "ciou": [], "loss": []}),
            ({"a": unit, "b": unit}, {"v": [0.0], "alpha": [0.0], "ciou": [1.0], "loss": [0.0]}),
        ],
        "nms": [
            nms_case([], [], 0.5),
            nms_case([[0, 0, 2, 1], [0, 0, 1, 1]], [0.9, 0.8], 0.5),
            # The last digits decide.
            nms_case([[0.247, 4.524, 2.247, 9.524000000000001], [0.836, 5.875, 1.8359999999999999, 8.875]], [0.9, 0.8], 0.3),
            ({"boxes": [[1, 1, 1, 1], [1, 1, 1, 1]], "scores": [0.5, 0.5], "iou_threshold": 0}, {"keep": [0, 1]}),
        ],
        "soft_nms": [({"boxes": [], "scores": []}, {"keep": [], "scores": []}), ({"boxes": unit, "scores": [0.0005]}, {"keep": [], "scores": []})],
        "hungarian": [
            ({"cost": []}, {"rows": [], "columns": [], "total": 0}),
            assignment_case([[inf, 1], [1, 2]]), assignment_case([[1, 1, 1], [1, 1, 1]]), assignment_case([[2, 2], [2, 2], [2, 2]]),
        ],
        "lane_polynomial": [
            polyfit_case([[1, 2], [2, 2]], 1), polyfit_case([[1, 2], [2, 2], [4, 2]], 2), polyfit_case([[1, 0], [2, 0], [4, 0]], 2),
            polyfit_case([[1, 1], [2, 1], [4, 3], [5, 3]], 3),
        ],
        "average_precision": [
            *(ap_case([0.5, 0.4], [0, 0], method, 0.0) for method in ("step", "voc11", "all-points", "coco101")),
            ap_case([0.5, 0.5, 0.5, 0.2], [0, 1, 1, 1], "step", metrics.average_precision_score([0, 1, 1, 1], [0.5, 0.5, 0.5, 0.2])),
            ({"scores": [], "labels": []}, {"precision": [], "recall": [], "ap": 0}),
        ],
        "batch_norm": [batch_norm_case([[1.5], [1.5], [1.5]], True), batch_norm_case([[1.5]], False)],
        "rms_norm": [({"x": [[0, 0]], "gamma": [1, 2]}, {"rms": [0.0], "y": [[0.0, 0.0]]}), ({"x": [], "gamma": [1]}, {"rms": [], "y": []})],
        "cross_entropy": [
            ({"logits": [[-inf, 2.0], [1.0, 1.0]], "target": [1, 0]}, {
                "loss": F.cross_entropy(t([[-inf, 2.0], [1.0, 1.0]]), torch.tensor([1, 0]), reduction="none"),
                "mean": F.cross_entropy(t([[-inf, 2.0], [1.0, 1.0]]), torch.tensor([1, 0]))}),
        ],
        "focal_loss": [({"p": [0, 1, 0], "target": [1, 1, 0]}, {"loss": [inf, 0, 0], "mean": inf})],
        "kl_divergence": [
            ({"p": p, "q": q}, {"kl": rel_entr(p, q).sum(), "cross_entropy": ce, "entropy": entropy})
            for p, q, ce, entropy in (([0.5, 0.5], [1.0, 0.0], inf, math.log(2)), ([0.0, 1.0], [0.0, 1.0], 0.0, 0.0), ([], [], 0.0, 0.0))
        ],
        "smooth_l1": [({"pred": [1.0, 2.0], "target": [1.0, 0.5], "beta": 0}, {"loss": F.smooth_l1_loss(t([1.0, 2.0]), t([1.0, 0.5]), reduction="none", beta=0.0), "mean": 0.75})],
        "info_nce": [({"a": [[1, 0], [0, 0]], "b": [[1, 0], [0, 1]], "temperature": 1}, {
            "similarity": [[1, 0], [0, 0]], "loss": F.cross_entropy(t([[1, 0], [0, 0]]), torch.arange(2))})],
        "ema_update": [({"teacher": [], "student": [], "decay": 0.5}, {"teacher": []}),
                       ({"teacher": [1.8359999999999999, 9.524000000000001], "student": [0, 0], "decay": 1}, {"teacher": [1.8359999999999999, 9.524000000000001]})],
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("operations", nargs="*")
    options = parser.parse_args()
    for name in options.operations or CASES:
        generator = np.random.default_rng([options.count, *name.encode()])
        lines = []
        drawn = [CASES[name](generator, i) for i in range(options.count)]
        for given, due in drawn + edges().get(name, []):
            line = {"input": {key: plain(value) for key, value in given.items()}, "output": {key: plain(value) for key, value in due.items()}}
            lines.append(json.dumps(line, separators=(",", ":")))
        (options.out / f"{name}.jsonl").write_text("\n".join(lines) + "\n")


main()
