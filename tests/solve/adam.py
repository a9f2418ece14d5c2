from math import sqrt


def adam(param, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    m, v = [0.0] * len(param), [0.0] * len(param)
    params, ms, vs = [], [], []
    for t, grad in enumerate(grads, start=1):
        grad = [g + weight_decay * p for g, p in zip(grad, param)]
        m = [beta1 * a + (1 - beta1) * g for a, g in zip(m, grad)]
        v = [beta2 * a + (1 - beta2) * g * g for a, g in zip(v, grad)]
        m_hat = [a / (1 - beta1**t) for a in m]
        v_hat = [a / (1 - beta2**t) for a in v]
        param = [p - lr * a / (sqrt(b) + eps) for p, a, b in zip(param, m_hat, v_hat)]
        params.append(param)
        ms.append(m)
        vs.append(v)
    return {"param": params, "m": ms, "v": vs}
