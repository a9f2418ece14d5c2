"""Writes what NumPy and PyTorch print: `python prints.py > prints.jsonl`. Made with NumPy 2.4 and PyTorch 2.15.

A line is {"print", "shape", "values"}, the values being those of the array before it was printed, or {"print", "refused": true} where entries are left out.
"""
import json
import math
import sys

import numpy as np
import torch


def flat(values):
    return ["nan" if math.isnan(x) else "inf" if x == math.inf else "-inf" if x == -math.inf else x for x in values]


def line(text, shape, values):
    print(json.dumps({"print": text, "shape": list(shape), "values": flat(values)}))


def refused(text):
    print(json.dumps({"print": text, "refused": True}))


def numpy(a):
    values = [float(x) for x in a.ravel()]
    # Without entries `str` does not tell the shape.
    line(str(a), a.shape if a.size else (0,), values)
    line(repr(a), a.shape, values)


def tensor(t):
    line(repr(t), t.shape, [float(x) for x in t.detach().cpu().reshape(-1)])


rng = np.random.default_rng(7)
normal = rng.standard_normal
cases = [
    normal((2, 3, 4)),
    normal((3, 2, 2)).astype(np.float32),
    normal((2, 2, 3)).astype(np.float16),
    normal((2, 2, 2, 2)),
    normal((2, 3)) * 1e-9,
    normal((2, 3)) * 1e12,
    np.array([1e-10, 1.0, 1e10]),
    np.array([1e-5, -2.5e-7]),
    np.array([[-0.0, 0.0], [0.5, -0.0]]),
    np.array([-0.0]),
    np.array([0.0, 1.0, -3.0]),
    np.array([np.nan, np.inf, -np.inf, 1.25]),
    normal(30),
    normal((3, 25)),
    normal((2, 2, 17)) * 1e5,
    np.arange(40),
    np.arange(-12, 12).reshape(2, 3, 4),
    np.array([[True, False], [False, True]]),
    np.zeros((0, 4)),
    np.zeros((2, 0)),
    np.array([]),
    np.array(0.125),
    np.array([[0.1, 0.25], [100.0, 3.0]], dtype=np.float16),
    np.array([65504, 6e-8], dtype=np.float16),
]
for a in cases:
    numpy(a)
for scalar in (np.float64(0.1), np.float32(1 / 3), np.float16(0.1), np.int64(-3), np.bool_(True), np.float64(-0.0), np.float64(1e-30)):
    line(repr(scalar), (1,), [float(scalar)])
# A list of scalars, and of arrays, as Python prints them.
values = normal(3)
line(repr(list(values)), (3,), [float(x) for x in values])
line(repr(values.tolist()), (3,), [float(x) for x in values])
with np.printoptions(precision=3, suppress=True):
    numpy(normal((2, 2, 3)) * 100)
with np.printoptions(linewidth=40):
    numpy(normal((2, 9)))
with np.printoptions(sign="+"):
    numpy(normal((2, 3)))
with np.printoptions(floatmode="fixed", precision=2):
    numpy(normal(12))
refused(str(np.arange(2000)))
refused(repr(normal((40, 60))))
refused(str(normal((4, 5, 300))))

torch.manual_seed(7)
randn = torch.randn
tensor(randn(2, 3, 4))
tensor(randn(2, 2, 3, dtype=torch.float64))
tensor(randn(2, 2, 3).half())
tensor(randn(2, 3).bfloat16())
tensor(randn(2, 2, 2, 2))
tensor(randn(3, 3) * 1e-6)
tensor(randn(2, 3) * 1e8)
tensor(torch.tensor([1e-5, 2.0, -30000.0]))
tensor(torch.tensor([[-0.0, 0.0], [0.5, -0.0]]))
tensor(torch.tensor([-0.0]))
tensor(torch.tensor([float("nan"), float("inf"), -float("inf"), 1.5]))
tensor(torch.tensor([0.0, 1.0, -3.0]))
tensor(randn(31))
tensor(randn(2, 2, 15) * 1000)
tensor(torch.arange(50))
tensor(torch.arange(-6, 6).reshape(2, 2, 3))
tensor(torch.arange(4, dtype=torch.int32))
tensor(torch.tensor([[True, False], [False, True]]))
tensor(torch.zeros(0, 4))
tensor(torch.tensor(0.1234567))
tensor(torch.tensor(3))
tensor((randn(2, 2, 3, dtype=torch.float64, requires_grad=True) * 2))
tensor(randn(3, requires_grad=True))
tensor(torch.nn.Parameter(randn(2, 3)))
tensor(randn(2, 3, requires_grad=True).softmax(-1))
tensor(torch.nn.functional.mse_loss(randn(3, requires_grad=True), randn(3)))
# As it would be on a GPU.
gpu = repr(randn(2, 2, 3, dtype=torch.float64)).replace(", dtype", ", device='cuda:0', dtype")
assert "cuda:0" in gpu
shown = torch.tensor(eval(gpu.split("tensor(")[1].split("]]]")[0] + "]]]"), dtype=torch.float64)
line(gpu, shown.shape, shown.reshape(-1).tolist())
torch.set_printoptions(precision=8, sci_mode=True)
tensor(randn(2, 3))
torch.set_printoptions(profile="default", linewidth=50)
tensor(randn(2, 11))
torch.set_printoptions(profile="default")
refused(repr(randn(2000)))
refused(repr(randn(50, 60, requires_grad=True)))
sys.stdout.flush()
