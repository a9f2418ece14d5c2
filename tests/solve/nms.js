const area = ([x1, y1, x2, y2]) => (x2 - x1) * (y2 - y1);

function iou(a, b) {
  const width = Math.max(Math.min(a[2], b[2]) - Math.max(a[0], b[0]), 0);
  const height = Math.max(Math.min(a[3], b[3]) - Math.max(a[1], b[1]), 0);
  const union = area(a) + area(b) - width * height;
  return union > 0 ? (width * height) / union : 0;
}

function nms({ boxes, scores, iou_threshold }) {
  console.log("boxes:", boxes.length);
  const order = boxes.map((_, i) => i).sort((i, j) => scores[j] - scores[i]);
  const keep = [];
  for (const i of order) {
    if (keep.every((k) => iou(boxes[k], boxes[i]) <= iou_threshold)) keep.push(i);
  }
  return keep;
}
