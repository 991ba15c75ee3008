import type { Position } from '../../shared/api/types';

type LonLat = readonly [lon: number, lat: number];

/** A position within this many metres of the geometry, its own accuracy added, proves presence. */
export const presenceRadiusMetres = 80;

const metresPerDegree = 111_195;

/** Whether the server will take the position as proof; no position proves nothing. */
export function provesPresence(position: Position | undefined, geometry: GeoJSON.Geometry): boolean {
  if (!position) return false;
  return metresTo(position, geometry) <= presenceRadiusMetres + position.accuracy_m;
}

/**
 * Metres from a position to the nearest part of a geometry; 0 inside a polygon. Flat round the position, which at
 * the length of a street is right to a few centimetres: the server measures exactly.
 */
export function metresTo(position: Pick<Position, 'lon' | 'lat'>, geometry: GeoJSON.Geometry): number {
  const east = metresPerDegree * Math.cos((position.lat * Math.PI) / 180);
  const flat = ([lon = 0, lat = 0]: readonly number[]): LonLat => [
    (lon - position.lon) * east,
    (lat - position.lat) * metresPerDegree,
  ];
  return nearest(geometry, flat);
}

type Flatten = (point: readonly number[]) => LonLat;

function nearest(geometry: GeoJSON.Geometry, flat: Flatten): number {
  const least = (distances: number[]) => Math.min(Infinity, ...distances);
  switch (geometry.type) {
    case 'Point':
      return Math.hypot(...flat(geometry.coordinates));
    case 'MultiPoint':
      return least(geometry.coordinates.map((point) => Math.hypot(...flat(point))));
    case 'LineString':
      return toLine(geometry.coordinates.map(flat));
    case 'MultiLineString':
      return least(geometry.coordinates.map((line) => toLine(line.map(flat))));
    case 'Polygon':
      return toPolygon(geometry.coordinates.map((ring) => ring.map(flat)));
    case 'MultiPolygon':
      return least(geometry.coordinates.map((polygon) => toPolygon(polygon.map((ring) => ring.map(flat)))));
    case 'GeometryCollection':
      return least(geometry.geometries.map((part) => nearest(part, flat)));
  }
}

/** From the origin to a line of flat points. */
function toLine(line: readonly LonLat[]): number {
  let least = line[0] ? Math.hypot(...line[0]) : Infinity;
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1] as LonLat;
    const [bx, by] = line[i] as LonLat;
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length));
    least = Math.min(least, Math.hypot(ax + along * dx, ay + along * dy));
  }
  return least;
}

function toPolygon(rings: readonly (readonly LonLat[])[]): number {
  const crossings = rings.filter(surroundsOrigin).length;
  return crossings % 2 === 1 ? 0 : Math.min(Infinity, ...rings.map(toLine));
}

function surroundsOrigin(ring: readonly LonLat[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i] as LonLat;
    const [bx, by] = ring[j] as LonLat;
    if (ay > 0 !== by > 0 && ((bx - ax) * -ay) / (by - ay) + ax > 0) inside = !inside;
  }
  return inside;
}
