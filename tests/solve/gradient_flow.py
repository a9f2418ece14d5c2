import math


def gradient_flow(x, weight, depth, activation="sigmoid"):
    a, g, acts = x, 1.0, []
    for _ in range(depth):
        z = weight * a
        if activation == "sigmoid":
            a = 1 / (1 + math.exp(-z)); d = a * (1 - a)
        elif activation == "tanh":
            a = math.tanh(z); d = 1 - a * a
        else:
            a = max(z, 0.0); d = 1.0 if z > 0 else 0.0
        g *= weight * d
        acts.append(a)
    return acts, g
