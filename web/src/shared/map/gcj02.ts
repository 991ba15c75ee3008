// GCJ-02 as geo/china.go has it: WGS 84 bent by a published function of the place. The real one adds noise of up to a
// metre, so what is shown here is right to about that.
import type { Bounds, LonLat } from '../api/types';

const radiusM = 6_378_245;
const eccentricitySquared = 0.006_693_421_622_965_943;
/** Outside this rough box of the common libraries nothing is bent. */
const box: Bounds = [72.004, 0.8293, 137.8347, 55.8271];

export function fromWgs84(place: LonLat): LonLat {
  return inside(place) ? bent(place) : place;
}

/** Undoes fromWgs84 to less than a millimetre. */
export function toWgs84(place: LonLat): LonLat {
  if (!inside(place)) return place;
  let guess = place;
  for (let round = 0; round < 8; round++) {
    const [lon, lat] = bent(guess);
    guess = [guess[0] + place[0] - lon, guess[1] + place[1] - lat];
  }
  return guess;
}

/** A box that covers all of a box where it is drawn: edges bend by less than the margin. */
export function boundsFromWgs84([west, south, east, north]: Bounds): Bounds {
  const [w, s, e, n] = around([west, south], [east, north], fromWgs84);
  return [w - margin, s - margin, e + margin, n + margin];
}

/** The ground that a view shows, to the few metres by which its edges bend. */
export function boundsToWgs84([west, south, east, north]: Bounds): Bounds {
  return around([west, south], [east, north], toWgs84);
}

/** Degrees, some 20 m. */
const margin = 0.0002;

function around([west, south]: LonLat, [east, north]: LonLat, shift: (place: LonLat) => LonLat): Bounds {
  const corners = [shift([west, south]), shift([east, south]), shift([west, north]), shift([east, north])];
  const lons = corners.map(([lon]) => lon);
  const lats = corners.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

function inside([lon, lat]: LonLat): boolean {
  return lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3];
}

function bent([lon, lat]: LonLat): LonLat {
  const [x, y] = [lon - 105, lat - 35];
  const sin = (n: number) => Math.sin(n * Math.PI);
  const ripple = ((20 * sin(6 * x) + 20 * sin(2 * x)) * 2) / 3;
  const northM =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    ripple +
    ((20 * sin(y) + 40 * sin(y / 3) + 160 * sin(y / 12) + 320 * sin(y / 30)) * 2) / 3;
  const eastM =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    ripple +
    ((20 * sin(x) + 40 * sin(x / 3) + 150 * sin(x / 12) + 300 * sin(x / 30)) * 2) / 3;
  const radians = (lat * Math.PI) / 180;
  const magic = 1 - eccentricitySquared * Math.sin(radians) ** 2;
  const meridianM = (radiusM * (1 - eccentricitySquared)) / (magic * Math.sqrt(magic));
  const parallelM = (radiusM / Math.sqrt(magic)) * Math.cos(radians);
  return [lon + ((eastM / parallelM) * 180) / Math.PI, lat + ((northM / meridianM) * 180) / Math.PI];
}
