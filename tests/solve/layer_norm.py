import math


def layer_norm(x, gamma, beta, eps=1e-5):
    means, variances, y = [], [], []
    for row in x:
        m = sum(row) / len(row)
        v = sum((a - m) ** 2 for a in row) / len(row)
        means.append(m); variances.append(v)
        y.append([(a - m) / math.sqrt(v + eps) * g + b for a, g, b in zip(row, gamma, beta)])
    return {"mean": means, "var": variances, "y": y}
