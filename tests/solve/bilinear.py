from math import floor


def source(i, size, out, align_corners):
    if align_corners:
        at = i * (size - 1) / (out - 1) if out > 1 else 0.0
    else:
        at = max((i + 0.5) * size / out - 0.5, 0.0)
    low = min(floor(at), size - 1)
    return low, min(low + 1, size - 1), at - low


def bilinear(x, out_height, out_width, align_corners=False):
    y = []
    for i in range(out_height):
        top, bottom, down = source(i, len(x), out_height, align_corners)
        row = []
        for j in range(out_width):
            left, right, along = source(j, len(x[0]), out_width, align_corners)
            above = x[top][left] * (1 - along) + x[top][right] * along
            below = x[bottom][left] * (1 - along) + x[bottom][right] * along
            row.append(above * (1 - down) + below * down)
        y.append(row)
    return y
