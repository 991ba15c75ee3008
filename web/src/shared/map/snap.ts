export type Pixel = { x: number; y: number };

/** Pixels within which the pointer is drawn to what is there. */
export const snapPx = 10;

/**
 * The place of a neighbour that the pointer means: a corner within reach, else the nearest place on an edge; undefined
 * with nothing near. Lines are in pixels.
 */
export function snapped(at: Pixel, lines: readonly Pixel[][], reach = snapPx): Pixel | undefined {
  const corners = lines.flat();
  const edges = lines.flatMap((line) => line.slice(1).map((end, i) => onEdge(at, line[i] ?? end, end)));
  return nearest(at, corners, reach) ?? nearest(at, edges, reach);
}

function nearest(at: Pixel, places: readonly Pixel[], reach: number): Pixel | undefined {
  let best: Pixel | undefined;
  for (const place of places) {
    const away = Math.hypot(place.x - at.x, place.y - at.y);
    if (away <= reach) [best, reach] = [place, away];
  }
  return best;
}

function onEdge(at: Pixel, from: Pixel, to: Pixel): Pixel {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((at.x - from.x) * dx + (at.y - from.y) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.min(1, Math.max(0, along));
  return { x: from.x + share * dx, y: from.y + share * dy };
}

/** The lines and outlines of a geometry. */
export function linesOf(geometry: GeoJSON.Geometry): GeoJSON.Position[][] {
  switch (geometry.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
    default:
      return [];
  }
}
