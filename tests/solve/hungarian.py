from itertools import permutations


def hungarian(cost):
    n, m = len(cost), len(cost[0])
    best = None
    if n <= m:
        for cols in permutations(range(m), n):
            t = sum(cost[i][c] for i, c in enumerate(cols))
            if best is None or t < best[2]:
                best = (list(range(n)), list(cols), t)
    else:
        for rows in permutations(range(n), m):
            t = sum(cost[r][j] for j, r in enumerate(rows))
            if best is None or t < best[2]:
                pairs = sorted((r, j) for j, r in enumerate(rows))
                best = ([p[0] for p in pairs], [p[1] for p in pairs], t)
    return best
