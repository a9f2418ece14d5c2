def max_pool2d(x, kernel, stride, padding, grad):
    height, width = len(x), len(x[0])
    y = []
    grad_x = [[0.0] * width for _ in range(height)]
    for i in range((height + 2 * padding - kernel) // stride + 1):
        row = []
        for j in range((width + 2 * padding - kernel) // stride + 1):
            window = [
                (r, c)
                for r in range(i * stride - padding, i * stride - padding + kernel)
                for c in range(j * stride - padding, j * stride - padding + kernel)
                if 0 <= r < height and 0 <= c < width
            ]
            best = max(window, key=lambda place: x[place[0]][place[1]])
            row.append(x[best[0]][best[1]])
            grad_x[best[0]][best[1]] += grad[i][j]
        y.append(row)
    return {"y": y, "grad_x": grad_x}
