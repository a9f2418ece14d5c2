import math


def fcos_target(points, box):
    ltrb, inside, cent = [], [], []
    for x, y in points:
        l, t, r, b = x - box[0], y - box[1], box[2] - x, box[3] - y
        ok = min(l, t, r, b) > 0
        ltrb.append([l, t, r, b]); inside.append(ok)
        cent.append(math.sqrt(min(l, r) / max(l, r) * min(t, b) / max(t, b)) if ok else 0.0)
    return {"ltrb": ltrb, "inside": inside, "centerness": cent}
