import math


def cross_entropy(logits, target, label_smoothing=0.0):
    loss = []
    for z, t in zip(logits, target):
        m = max(z)
        lse = m + math.log(sum(math.exp(a - m) for a in z))
        logp = [a - lse for a in z]
        loss.append(-(1 - label_smoothing) * logp[t] - label_smoothing * sum(logp) / len(logp))
    return loss, sum(loss) / len(loss)
