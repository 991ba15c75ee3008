import type { KindKey } from '../domain/kind';
import type { Status } from '../domain/status';
import { queryString } from './client';
import type { Bounds } from './types';

export type Change = {
  id: number;
  kind: KindKey;
  status: Status;
  version: number;
  /** Where it is and was. */
  bbox: Bounds;
  gone?: boolean;
  geometry?: boolean;
};
/** What one commit changed; `new_day`: midnight has passed in Shanghai, and lights are judged anew. */
export type Batch = { changes: Change[]; areas?: boolean; registers?: boolean; new_day?: boolean };

export type StreamListener = {
  onChanges?(batch: Batch): void;
  /** Something was missed: read again everything that is shown. */
  onGap?(): void;
  onState?(connected: boolean): void;
};

const retryMs = 3_000;

/**
 * The one connection by which the server tells what changed. A broken one is resumed from the last event heard,
 * by the browser or by us; what the server can no longer repeat it calls a `resync`.
 */
class Stream {
  #listeners = new Set<StreamListener>();
  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #cursor = '';

  subscribe(listener: StreamListener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#close();
    };
  }

  #open(): void {
    const source = new EventSource(`/api/v1/stream${queryString({ cursor: this.#cursor })}`);
    this.#source = source;
    const hear = (name: string, act: (data: string) => void) =>
      source.addEventListener(name, (event: MessageEvent<string>) => {
        this.#cursor = event.lastEventId || this.#cursor;
        act(event.data);
      });
    hear('hello', () => this.#tell((listener) => listener.onState?.(true)));
    hear('change', (data) => {
      const batch = JSON.parse(data) as Batch;
      this.#tell((listener) => listener.onChanges?.(batch));
    });
    hear('resync', () => this.#tell((listener) => listener.onGap?.()));
    source.addEventListener('error', () => {
      this.#tell((listener) => listener.onState?.(false));
      // Refused outright (the server restarts, or the session ended): the browser gives up, we do not.
      if (source.readyState === EventSource.CLOSED) this.#retry = setTimeout(() => this.#open(), retryMs);
    });
  }

  #close(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
    this.#cursor = '';
  }

  #tell(call: (listener: StreamListener) => void): void {
    for (const listener of this.#listeners) call(listener);
  }
}

export const stream = new Stream();
