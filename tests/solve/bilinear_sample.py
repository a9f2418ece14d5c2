import math


def bilinear_sample(x, points):
    h, w = len(x), len(x[0])
    at = lambda r, c: x[r][c] if 0 <= r < h and 0 <= c < w else 0.0
    out = []
    for r, c in points:
        r0, c0 = math.floor(r), math.floor(c)
        fr, fc = r - r0, c - c0
        out.append((1 - fr) * (1 - fc) * at(r0, c0) + (1 - fr) * fc * at(r0, c0 + 1) + fr * (1 - fc) * at(r0 + 1, c0) + fr * fc * at(r0 + 1, c0 + 1))
    return out
