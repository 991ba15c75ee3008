import { listFeatures } from '../../shared/api/features';
import { stream } from '../../shared/api/stream';
import type { Me, Row } from '../../shared/api/types';
import { actionable, question, tabs, type Place, type Tab } from './tasks';

export type TaskList = { rows: Row[]; total: number };

const pageSize = 50;
const debounceMs = 400;

/** The three lists with their counts, asked anew when the place or the work changes. */
export class TaskLists {
  lists = $state.raw<Partial<Record<Tab, TaskList>>>({});
  failure = $state.raw<unknown>();
  #place: Place | undefined;
  #isHere = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | undefined;

  constructor(private readonly me: Me) {}

  follow(): () => void {
    const unsubscribe = stream.subscribe({ onChanges: () => this.#soon(), onGap: () => this.#soon() });
    return () => {
      unsubscribe();
      clearTimeout(this.#timer);
      this.#asked?.abort();
    };
  }

  /** Distances count from here on from another place: where the person is, or the middle of the map. */
  moveTo(place: Place, isHere: boolean): void {
    this.#place = place;
    this.#isHere = isHere;
    this.#soon();
  }

  async reload(): Promise<void> {
    this.#asked?.abort();
    const { signal } = (this.#asked = new AbortController());
    try {
      const answers = await Promise.all(tabs.map((tab) => this.#ask(tab, signal)));
      this.lists = Object.fromEntries(tabs.map((tab, i) => [tab, answers[i]]));
      this.failure = undefined;
    } catch (error) {
      if (!signal.aborted) this.failure = error;
    }
  }

  async #ask(tab: Tab, signal: AbortSignal): Promise<TaskList> {
    const { filter, sort } = question(tab, this.me, this.#place, this.#isHere);
    const { items, total = items.length } = await listFeatures(filter, { limit: pageSize, sort, signal });
    const rows = actionable(items, this.me);
    return { rows, total: total - (items.length - rows.length) };
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.reload();
    }, debounceMs);
  }
}
