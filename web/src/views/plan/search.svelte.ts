import { search } from '../../shared/api/search';
import type { SearchHit } from '../../shared/api/types';

/** Long enough that typing a word is one question. */
const pauseMs = 150;

/** What is typed, what was found, and which of it the arrow keys stand on. */
export class SearchBox {
  text = $state('');
  hits = $state.raw<readonly SearchHit[]>([]);
  at = $state(0);
  busy = $state(false);
  failure = $state.raw<unknown>();
  /** The text that the hits belong to. */
  answered = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | undefined;

  type(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#asked?.abort();
    if (!text.trim()) return this.clear();
    this.busy = true;
    this.#timer = setTimeout(() => void this.#ask(text.trim()), pauseMs);
  }

  step(by: 1 | -1): void {
    if (this.hits.length > 0) this.at = (this.at + by + this.hits.length) % this.hits.length;
  }

  clear(): void {
    this.text = '';
    this.hits = [];
    this.at = 0;
    this.busy = false;
    this.answered = '';
    this.failure = undefined;
  }

  async #ask(text: string): Promise<void> {
    const { signal } = (this.#asked = new AbortController());
    try {
      this.hits = await search(text, signal);
      this.failure = undefined;
      this.at = 0;
      this.answered = text;
    } catch (error) {
      if (signal.aborted) return;
      this.hits = [];
      this.failure = error;
    }
    this.busy = false;
  }
}
