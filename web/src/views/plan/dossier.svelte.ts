import { getDossier, listEvents } from '../../shared/api/features';
import { stream } from '../../shared/api/stream';
import type { Dossier, HistoryEvent } from '../../shared/api/types';

/** The feature that is open, kept as the server has it. */
export class OpenDossier {
  dossier = $state.raw<Dossier>();
  failure = $state.raw<unknown>();
  /** History before the newest entries that come with the dossier. */
  older = $state.raw<readonly HistoryEvent[]>([]);
  #id: number | null = null;
  #asked: AbortController | undefined;

  follow(): () => void {
    const unsubscribe = stream.subscribe({
      onChanges: ({ changes }) => {
        if (changes.some(({ id, version }) => id === this.#id && version > (this.dossier?.version ?? 0)))
          void this.reload();
      },
      onGap: () => void this.reload(),
    });
    return () => {
      unsubscribe();
      this.#asked?.abort();
    };
  }

  async open(id: number | null): Promise<void> {
    if (id === this.#id) return;
    this.#id = id;
    this.dossier = undefined;
    this.failure = undefined;
    this.older = [];
    this.#asked?.abort();
    await this.reload();
  }

  async reload(): Promise<void> {
    if (this.#id === null) return;
    const { signal } = (this.#asked = new AbortController());
    try {
      this.dossier = await getDossier(this.#id, signal);
      this.failure = undefined;
    } catch (error) {
      if (!signal.aborted) this.failure = error;
    }
  }

  /** Takes the state that the answer to a transition carries; nothing has to be asked again. */
  replace(dossier: Dossier): void {
    if (dossier.id === this.#id) this.dossier = dossier;
  }

  async loadOlder(): Promise<void> {
    if (this.#id === null || !this.dossier) return;
    const known = new Set(this.dossier.history.map((event) => event.id));
    const events: HistoryEvent[] = [];
    let cursor: string | undefined;
    do {
      const page = await listEvents(this.#id, cursor);
      events.push(...page.items.filter((event) => !known.has(event.id)));
      cursor = page.next_cursor;
    } while (cursor);
    this.older = events;
  }
}
