type Position = GeoJSON.Position;

/** A part that can be drawn by itself; the holes of an area stay as they are. */
export type Part = { geometry: GeoJSON.Point | GeoJSON.LineString | GeoJSON.Polygon; holes: Position[][] };

/** Decimals of a degree that are kept: a tenth of a millimetre. */
export const decimals = 9;

/** Takes a geometry apart for the drawing tool, which knows no parts and no holes. */
export function partsOf(geometry: GeoJSON.Geometry): Part[] {
  switch (geometry.type) {
    case 'Point':
      return [{ geometry: { type: 'Point', coordinates: rounded(geometry.coordinates) }, holes: [] }];
    case 'LineString':
      return [line(geometry.coordinates)];
    case 'MultiLineString':
      return geometry.coordinates.map(line);
    case 'Polygon':
      return [area(geometry.coordinates)];
    case 'MultiPolygon':
      return geometry.coordinates.map(area);
    default:
      return [];
  }
}

/** Puts the parts together again; null without any. */
export function assembled(parts: readonly Part[]): GeoJSON.Geometry | null {
  const [first] = parts;
  if (!first) return null;
  if (first.geometry.type === 'Point') return first.geometry;
  if (first.geometry.type === 'LineString') {
    const lines = parts.map(({ geometry }) => geometry.coordinates as Position[]);
    return lines.length === 1
      ? { type: 'LineString', coordinates: lines[0] ?? [] }
      : { type: 'MultiLineString', coordinates: lines };
  }
  const areas = parts.map(({ geometry, holes }) => [
    ...(geometry.coordinates.slice(0, 1) as Position[][]),
    ...holes,
  ]);
  return areas.length === 1
    ? { type: 'Polygon', coordinates: areas[0] ?? [] }
    : { type: 'MultiPolygon', coordinates: areas };
}

function line(positions: Position[]): Part {
  return { geometry: { type: 'LineString', coordinates: positions.map(rounded) }, holes: [] };
}

function area([shell = [], ...holes]: Position[][]): Part {
  return { geometry: { type: 'Polygon', coordinates: [shell.map(rounded)] }, holes };
}

function rounded(position: Position): Position {
  return position.slice(0, 2).map((degrees) => Number(degrees.toFixed(decimals)));
}
