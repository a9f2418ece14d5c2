import math


def softmax(x, temperature=1.0):
    out = []
    for row in x:
        z = [v / temperature for v in row]
        m = max(z)
        e = [math.exp(v - m) for v in z]
        s = sum(e)
        out.append([v / s for v in e])
    return out
