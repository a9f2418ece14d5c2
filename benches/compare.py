#!/usr/bin/env python3
"""The large inputs of benches/engine.rs with PyTorch, torchvision and NumPy, float64, on one thread: medians of 20 runs."""
import os
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np
import torch
import torchvision

torch.set_num_threads(1)
r = np.random.default_rng(1)


def median(name, run):
    run()
    times = []
    for _ in range(20):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    print(f"{name:<45} {sorted(times)[10] * 1e3:8.2f} ms")


corner = r.uniform(0, 1000, (10_000, 2))
boxes = torch.tensor(np.concatenate([corner, corner + r.uniform(10, 60, (10_000, 2))], 1))
scores = torch.tensor(r.uniform(0, 1, 10_000))
median("torchvision.ops.nms, 10,000 boxes", lambda: torchvision.ops.nms(boxes, scores, 0.5))
x, w, b = (torch.tensor(r.normal(size=s)) for s in [(1, 64, 56, 56), (64, 64, 3, 3), (64,)])
median("torch conv2d, 64x56x56, 64 filters of 3x3", lambda: torch.nn.functional.conv2d(x, w, b, padding=1))
q, k, v = (r.normal(size=(512, 64)) for _ in range(3))


def attention():
    scores = q @ k.T / 8.0
    weights = np.exp(scores - scores.max(1, keepdims=True))
    return weights / weights.sum(1, keepdims=True) @ v


median("NumPy attention, 512 queries and keys", attention)
tq, tk, tv = (torch.tensor(a) for a in (q, k, v))
median("torch attention, 512 queries and keys", lambda: torch.nn.functional.scaled_dot_product_attention(tq, tk, tv))
