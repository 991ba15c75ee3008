import { isStatus, type Status } from '../domain/status';
import { icons } from '../ui/icons';
import { drawRing } from './clusters';
import type { Palette } from './palette';

/** Pictures are drawn when the map first asks for them by name, at twice the density. */
export const pixelRatio = 2;

/** The sign of a status, for who cannot tell the colours apart. */
export const markName = (status: Status) => `mark:${status}`;
/** A hatch of what still needs somebody; what is done is plain. */
export const hatchName = (status: Status) => `hatch:${status}`;

/** Draws a ring, a mark or a hatch; undefined for a name that is none of them. */
export function drawPicture(name: string, colours: Palette): ImageData | undefined {
  if (name.startsWith('ring:')) return drawRing(name, colours);
  const [what, status = ''] = name.split(':');
  if (!isStatus(status)) return undefined;
  if (what === 'mark') return drawMark(status, colours);
  return what === 'hatch' ? drawHatch(status, colours) : undefined;
}

/** A rounded square of 16 pixels in the colour of the status with its sign, edged so that it stands on anything. */
function drawMark(status: Status, colours: Palette): ImageData | undefined {
  const size = 36;
  const pen = new OffscreenCanvas(size, size).getContext('2d');
  if (!pen) return undefined;
  pen.beginPath();
  pen.roundRect(1, 1, size - 2, size - 2, 10);
  pen.fillStyle = colours.halo;
  pen.fill();
  pen.beginPath();
  pen.roundRect(3, 3, size - 6, size - 6, 8);
  pen.fillStyle = colours.status[status];
  pen.fill();
  pen.translate(7, 7);
  pen.scale(22 / 20, 22 / 20);
  pen.strokeStyle = pen.fillStyle = colours.onStatus[status];
  pen.lineWidth = 2.4;
  pen.lineCap = pen.lineJoin = 'round';
  for (const shape of readShapes(icons[`s-${status}`])) {
    pen.setLineDash(shape.dash);
    if (shape.solid) pen.fill(new Path2D(shape.path));
    else pen.stroke(new Path2D(shape.path));
  }
  return pen.getImageData(0, 0, size, size);
}

type Shape = { path: string; solid: boolean; dash: number[] };

/** The icon set has paths and circles alone. */
export function readShapes(icon: string): Shape[] {
  return [...icon.matchAll(/<(path|circle)([^>]*)>/g)].map(([, tag, text = '']) => {
    const value = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(` ${text}`)?.[1] ?? '';
    const dash = value('stroke-dasharray').split(' ').filter(Boolean).map(Number);
    const solid = value('fill') === 'currentColor';
    if (tag === 'path') return { path: value('d'), solid, dash };
    const [x, y, r] = [Number(value('cx')), Number(value('cy')), Number(value('r'))];
    return { path: `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`, solid, dash };
  });
}

const hatchPx = 32;
/** Lines of a hatch in its square: they run on in the next one. */
const hatches: Record<string, (pen: OffscreenCanvasRenderingContext2D) => void> = {
  to_do: (pen) => lines(pen, [-16, 16, 16, -16], [0, 32, 32, 0], [16, 48, 48, 16]),
  doing: (pen) => lines(pen, [0, 8, 32, 8], [0, 24, 32, 24]),
  check: (pen) => dots(pen, [8, 8], [24, 24]),
  parked: (pen) => lines(pen, [8, 0, 8, 32], [24, 0, 24, 32]),
  unknown: (pen) => dots(pen, [16, 16]),
};
const hatchOf: Partial<Record<Status, string>> = {
  listed: 'to_do',
  planned: 'to_do',
  in_progress: 'doing',
  rework: 'doing',
  submitted: 'check',
  suspended: 'parked',
  unsurveyed: 'unknown',
};

export const hatched = Object.keys(hatchOf).filter(isStatus);

function drawHatch(status: Status, colours: Palette): ImageData | undefined {
  const pen = new OffscreenCanvas(hatchPx, hatchPx).getContext('2d');
  const hatch = hatches[hatchOf[status] ?? ''];
  if (!pen || !hatch) return undefined;
  pen.strokeStyle = pen.fillStyle = colours.status[status];
  pen.lineWidth = 2;
  hatch(pen);
  return pen.getImageData(0, 0, hatchPx, hatchPx);
}

function lines(pen: OffscreenCanvasRenderingContext2D, ...all: [number, number, number, number][]): void {
  for (const [x0, y0, x1, y1] of all) {
    pen.beginPath();
    pen.moveTo(x0, y0);
    pen.lineTo(x1, y1);
    pen.stroke();
  }
}

function dots(pen: OffscreenCanvasRenderingContext2D, ...all: [number, number][]): void {
  for (const [x, y] of all) {
    pen.beginPath();
    pen.arc(x, y, 3, 0, 2 * Math.PI);
    pen.fill();
  }
}
