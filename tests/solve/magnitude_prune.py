def magnitude_prune(w, sparsity):
    k = round(sparsity * len(w))
    order = sorted(range(len(w)), key=lambda i: abs(w[i]))
    gone = set(order[:k])
    mask = [i not in gone for i in range(len(w))]
    return mask, [a if m else 0.0 for a, m in zip(w, mask)]
