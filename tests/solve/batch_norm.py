from math import sqrt


def flat(x):
    """The values of each channel, and a function that puts new ones back."""
    if not isinstance(x[0][0], list):
        return [[row[c] for row in x] for c in range(len(x[0]))]
    return [[v for image in x for row in image[c] for v in row] for c in range(len(x[0]))]


def normalised(x, mean, var, gamma, beta, eps):
    def one(v, c):
        return (v - mean[c]) / sqrt(var[c] + eps) * gamma[c] + beta[c]

    if not isinstance(x[0][0], list):
        return [[one(v, c) for c, v in enumerate(row)] for row in x]
    return [[[[one(v, c) for v in row] for row in rows] for c, rows in enumerate(image)] for image in x]


def batch_norm(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    if training:
        channels = flat(x)
        n = len(channels[0])
        mean = [sum(values) / n for values in channels]
        var = [sum((v - m) ** 2 for v in values) / n for values, m in zip(channels, mean)]
        unbiased = [v * n / (n - 1) for v in var]
        running_mean = [(1 - momentum) * old + momentum * new for old, new in zip(running_mean, mean)]
        running_var = [(1 - momentum) * old + momentum * new for old, new in zip(running_var, unbiased)]
    else:
        mean, var = running_mean, running_var
    y = normalised(x, mean, var, gamma, beta, eps)
    return {"mean": mean, "var": var, "y": y, "running_mean": running_mean, "running_var": running_var}
