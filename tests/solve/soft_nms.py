import math


def area(b):
    return (b[2] - b[0]) * (b[3] - b[1])


def inter(a, b):
    w = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    h = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    return w * h


def box_iou(a, b):
    i = inter(a, b)
    u = area(a) + area(b) - i
    return i / u if u > 0 else 0.0


def soft_nms(boxes, scores, method="linear", iou_threshold=0.3, sigma=0.5, score_threshold=0.001):
    s = {i: v for i, v in enumerate(scores) if v >= score_threshold}
    keep, out = [], []
    while s:
        best = max(s, key=lambda i: (s[i], -i))
        keep.append(best)
        out.append(s.pop(best))
        for i in list(s):
            o = box_iou(boxes[best], boxes[i])
            if method == "linear":
                if o > iou_threshold:
                    s[i] *= 1 - o
            else:
                s[i] *= math.exp(-o * o / sigma)
            if s[i] < score_threshold:
                del s[i]
    return {"keep": keep, "scores": out}
