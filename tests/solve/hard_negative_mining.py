def hard_negative_mining(losses, labels, ratio=3.0):
    pos = [i for i in range(len(labels)) if labels[i]]
    neg = [i for i in range(len(labels)) if not labels[i]]
    neg = sorted(neg, key=lambda i: -losses[i])[:int(ratio * len(pos))]
    return neg, (sum(losses[i] for i in pos) + sum(losses[i] for i in neg)) / len(pos)
