from math import exp, inf, sqrt


def softmax(row):
    top = max(row)
    if top == -inf:
        return [0.0] * len(row)
    e = [exp(s - top) for s in row]
    return [v / sum(e) for v in e]


def scaled_dot_product_attention(q, k, v, causal=False, mask=None):
    scale = sqrt(len(k[0]))
    scores = []
    for i, query in enumerate(q):
        row = [sum(a * b for a, b in zip(query, key)) / scale for key in k]
        for j in range(len(k)):
            if (causal and j > i) or (mask is not None and not mask[i][j]):
                row[j] = -inf
        scores.append(row)
    weights = [softmax(row) for row in scores]
    output = [[sum(w * value[c] for w, value in zip(row, v)) for c in range(len(v[0]))] for row in weights]
    return scores, weights, output
