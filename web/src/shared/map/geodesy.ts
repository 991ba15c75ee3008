import geodesic from 'geographiclib-geodesic';

const earth = geodesic.Geodesic.WGS84;

/** Metres of a line and square metres of an area on the WGS 84 ellipsoid, as the server measures them. */
export type Measured = { lengthM: number; areaM2: number };

/** Measures a geometry: lines by length, areas by their extent and the length of their outline. */
export function measured(geometry: GeoJSON.Geometry): Measured {
  switch (geometry.type) {
    case 'LineString':
      return { lengthM: lengthOf(geometry.coordinates), areaM2: 0 };
    case 'MultiLineString':
      return { lengthM: sum(geometry.coordinates.map(lengthOf)), areaM2: 0 };
    case 'Polygon':
      return polygon(geometry.coordinates);
    case 'MultiPolygon': {
      const all = geometry.coordinates.map(polygon);
      return {
        lengthM: sum(all.map(({ lengthM }) => lengthM)),
        areaM2: sum(all.map(({ areaM2 }) => areaM2)),
      };
    }
    default:
      return { lengthM: 0, areaM2: 0 };
  }
}

function polygon([shell = [], ...holes]: GeoJSON.Position[][]): Measured {
  return {
    lengthM: lengthOf(shell),
    areaM2: areaOf(shell) - sum(holes.map(areaOf)),
  };
}

function lengthOf(line: GeoJSON.Position[]): number {
  return traced(line, true).perimeter;
}

function areaOf(ring: GeoJSON.Position[]): number {
  return Math.abs(traced(ring.slice(0, -1), false).area ?? 0);
}

function traced(positions: GeoJSON.Position[], open: boolean) {
  const tracer = earth.Polygon(open);
  for (const [lon = 0, lat = 0] of positions) tracer.AddPoint(lat, lon);
  return tracer.Compute(false, true);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
