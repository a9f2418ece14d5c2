import math


def focal_loss(p, target, alpha=0.25, gamma=2.0):
    loss = []
    for q, t in zip(p, target):
        pt = q if t else 1 - q
        at = alpha if t else 1 - alpha
        loss.append(-at * (1 - pt) ** gamma * math.log(pt))
    return loss, sum(loss) / len(loss)
