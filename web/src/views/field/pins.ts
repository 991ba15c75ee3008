import type { Row } from '../../shared/api/types';
import type { WorkMap } from '../../shared/map/work-map';
import type { Place } from './tasks';

/** More numbers than this on a small map hide what they point at. */
const most = 9;

type Marker = import('maplibre-gl').Marker;

/** The numbers of the list on the map, and the person. */
export class Pins {
  #pins: Marker[] = [];
  #self: Marker | undefined;
  #turn = 0;

  constructor(private readonly map: WorkMap) {}

  async show(rows: readonly Row[], self: Place | undefined): Promise<void> {
    const turn = ++this.#turn;
    const { Marker } = await import('../../shared/map/maplibre');
    if (turn !== this.#turn) return;
    this.remove();
    this.#pins = rows
      .slice(0, most)
      .map(({ point }, i) =>
        new Marker({ element: drawn('pin', String(i + 1)), anchor: 'bottom' })
          .setLngLat(point)
          .addTo(this.map.gl),
      );
    if (self) this.#self = new Marker({ element: drawn('self', '') }).setLngLat(self).addTo(this.map.gl);
  }

  remove(): void {
    for (const pin of this.#pins) pin.remove();
    this.#self?.remove();
    this.#self = undefined;
    this.#pins = [];
  }
}

function drawn(name: 'pin' | 'self', text: string): HTMLElement {
  const element = document.createElement('div');
  element.className = name;
  // MapLibre moves the element itself, so that the turned drop is a part of it.
  const inner = document.createElement('span');
  inner.textContent = text;
  element.append(inner);
  element.ariaHidden = 'true';
  return element;
}
