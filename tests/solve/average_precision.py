def average_precision(scores, labels, method="step"):
    n = len(scores)
    order = sorted(range(n), key=lambda i: -scores[i])
    pos = sum(1 for l in labels if l)
    prec, rec, tp = [], [], 0
    for k, i in enumerate(order):
        tp += 1 if labels[i] else 0
        prec.append(tp / (k + 1))
        rec.append(tp / pos if pos else 0.0)
    # METHOD
    if pos == 0:
        ap = 0.0
    elif method == "step":
        ap, last = 0.0, 0.0
        for k in range(n):
            if k + 1 == n or scores[order[k]] != scores[order[k + 1]]:
                ap += (rec[k] - last) * prec[k]
                last = rec[k]
    elif method == "voc11":
        ap = sum(max([p for p, r in zip(prec, rec) if r >= t / 10], default=0.0) for t in range(11)) / 11
    elif method == "all-points":
        ap, last = 0.0, 0.0
        for k in range(n):
            ap += (rec[k] - last) * max(prec[k:])
            last = rec[k]
    else:
        ap = sum(max([p for p, r in zip(prec, rec) if r >= t / 100], default=0.0) for t in range(101)) / 101
    return {"precision": prec, "recall": rec, "ap": ap}
