import {
  createExport,
  discardExport,
  exportAddress,
  getExport,
  listExports,
  type Export,
  type ExportFormat,
} from '../../shared/api/exports';
import type { FeatureFilter } from '../../shared/api/features';
import type { Quick } from '../../shared/map/filter';

const lookEveryMs = 700;

/** One file on its way out: chosen, asked for, written in the background, fetched; and what came before it. */
export class ExportDesk {
  format = $state<ExportFormat>('xlsx');
  encoding = $state<'UTF-8' | 'GBK'>('UTF-8');
  crs = $state('EPSG:4326');
  scope = $state<'all' | 'view'>('all');
  current = $state.raw<Export>();
  recent = $state.raw<readonly Export[]>();
  busy = $state(false);
  failure = $state.raw<unknown>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left = false;

  constructor(private readonly save: (address: string) => void = saveFile) {}

  async open(): Promise<void> {
    await this.#try(async () => {
      this.recent = await listExports();
      // Whoever comes back finds the file where it stands.
      const pending = this.recent.find(isMoving);
      if (pending && !this.current) this.#show(pending);
    });
  }

  leave(): void {
    this.#left = true;
    clearTimeout(this.#timer);
  }

  get isMoving(): boolean {
    return this.current !== undefined && isMoving(this.current);
  }

  start(filter: FeatureFilter): Promise<void> {
    const { format, encoding, crs } = this;
    return this.#try(async () => {
      this.#show(
        await createExport(filter, {
          format,
          ...(hasEncoding(format) && { encoding }),
          ...(hasCrs(format) && { crs }),
        }),
      );
    });
  }

  /** Opens one of the earlier files. */
  look(earlier: Export): void {
    this.#show(earlier);
  }

  fetch({ id }: Export): void {
    this.save(exportAddress(id));
  }

  discard(): Promise<void> {
    const { current } = this;
    if (!current) return Promise.resolve();
    return this.#try(async () => {
      await discardExport(current.id);
      await this.#another();
    });
  }

  another(): Promise<void> {
    return this.#try(() => this.#another());
  }

  async #another(): Promise<void> {
    clearTimeout(this.#timer);
    this.current = undefined;
    this.recent = await listExports();
  }

  #show(next: Export): void {
    const finished = this.isMoving && this.current?.id === next.id && next.state === 'ready';
    this.current = next;
    clearTimeout(this.#timer);
    if (finished) this.fetch(next);
    if (this.isMoving && !this.#left) this.#timer = setTimeout(() => void this.#look(next.id), lookEveryMs);
  }

  async #look(id: number): Promise<void> {
    await this.#try(async () => {
      const next = await getExport(id);
      if (this.current?.id === id) this.#show(next);
    }, false);
    // A question that failed is asked again; the export goes on without us.
    if (this.failure && this.isMoving && !this.#left)
      this.#timer = setTimeout(() => void this.#look(id), 3 * lookEveryMs);
  }

  async #try(act: () => Promise<void>, blocking = true): Promise<void> {
    if (blocking) this.busy = true;
    this.failure = undefined;
    try {
      await act();
    } catch (error) {
      this.failure = error;
    } finally {
      if (blocking) this.busy = false;
    }
  }
}

function isMoving({ state }: Export): boolean {
  return state === 'queued' || state === 'writing';
}

/** Whether a format can be written in another encoding than UTF-8. */
export function hasEncoding(format: ExportFormat): boolean {
  return format === 'shp' || format === 'csv';
}

/** Whether a format can be written in another coordinate system than WGS 84. */
export function hasCrs(format: ExportFormat): boolean {
  return format !== 'kml';
}

/** The filter of the panel with its quick question, as the server takes it: the same number as the panel shows. */
export function wholeFilter(filter: FeatureFilter, quick: Quick | null): FeatureFilter {
  if (quick === 'overdue') return { ...filter, overdue: true };
  if (quick === 'due_soon') return { ...filter, dueSoon: true };
  if (quick === 'owed') return { ...filter, owed: true };
  return filter;
}

/** 512 B, 1.2 MB, 3.4 GB. */
export function fileSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const size = bytes / 1000 ** step;
  return `${step === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[step]}`;
}

function saveFile(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}
