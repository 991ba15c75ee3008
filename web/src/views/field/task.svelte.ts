import { fireEvent, getDossier, type Transition } from '../../shared/api/features';
import { putPhoto } from '../../shared/api/photos';
import { asProblem } from '../../shared/api/problem';
import { stream } from '../../shared/api/stream';
import type { Allowed, Dossier, EventName, Position } from '../../shared/api/types';
import { newUid } from '../../shared/api/uid';
import { takeShot, type Shot } from './camera';
import { content, identified, onSiteEvents, startQuantity } from './report';

/** Where sending stands: nothing sent, on its way, refused or failed, or recorded. */
export type Sending =
  | { state: 'draft' }
  | { state: 'sending' }
  | { state: 'failed'; error: unknown }
  | { state: 'recorded'; event: EventName; sent: number; left: readonly Shot[] };

/** One task on screen: what the server knows of it and what is being filled in. */
export class Task {
  dossier = $state.raw<Dossier>();
  failure = $state.raw<unknown>();
  note = $state('');
  quantity = $state(NaN);
  shots = $state.raw<readonly Shot[]>([]);
  sending = $state.raw<Sending>({ state: 'draft' });
  #chosen = $state<EventName>();
  #last: Transition | undefined;

  readonly offers: Allowed[] = $derived(onSiteEvents(this.dossier?.allowed ?? []));
  readonly event: Allowed | undefined = $derived(
    this.offers.find(({ event }) => event === this.#chosen) ?? this.offers[0],
  );

  constructor(readonly id: number) {}

  follow(): () => void {
    void this.reload();
    const unsubscribe = stream.subscribe({
      onChanges: ({ changes }) => {
        const newer = changes.some(
          ({ id, version }) => id === this.id && version > (this.dossier?.version ?? 0),
        );
        if (newer && this.sending.state !== 'sending') void this.reload();
      },
      onGap: () => void this.reload(),
    });
    return () => {
      unsubscribe();
      for (const { url } of this.shots) URL.revokeObjectURL(url);
    };
  }

  async reload(): Promise<void> {
    try {
      const dossier = await getDossier(this.id);
      if (Number.isNaN(this.quantity)) this.quantity = startQuantity(dossier);
      this.dossier = dossier;
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
    }
  }

  /** Photos of one event are not evidence for another. */
  choose(event: EventName): void {
    if (event === this.event?.event) return;
    this.#chosen = event;
    this.#forgetDraft();
  }

  /** Adds photos, or puts them in the place of one that is taken again; throws when a file is no picture. */
  async take(files: Iterable<File>, instead?: Shot): Promise<void> {
    const taken = await Promise.all([...files].map(takeShot));
    if (instead) this.drop(instead);
    this.shots = [...this.shots, ...taken];
  }

  drop(shot: Shot): void {
    this.shots = this.shots.filter((other) => other !== shot);
    URL.revokeObjectURL(shot.url);
  }

  async send(position: Position | undefined): Promise<void> {
    const { dossier, event, note, quantity, shots } = this;
    if (!dossier || !event || this.sending.state === 'sending') return;
    this.sending = { state: 'sending' };
    const said = content({ note, quantity, shots, position }, event, dossier);
    this.#last = identified(said, this.#last, newUid(), new Date());
    try {
      const { feature } = await fireEvent(dossier.id, this.#last);
      this.dossier = feature;
      await this.#sendPhotos(event.event, said.photos ? shots : []);
      this.#chosen = undefined;
    } catch (error) {
      this.sending = { state: 'failed', error };
      const { status, code } = asProblem(error);
      // The server remembers a refusal under its identity; the corrected command is a new one.
      if (status >= 400 && status < 500) this.#last = undefined;
      if (code === 'stale_version' || code === 'wrong_status') await this.reload();
    }
  }

  async resendPhotos(): Promise<void> {
    if (this.sending.state !== 'recorded') return;
    const { event, left } = this.sending;
    this.sending = { state: 'sending' };
    await this.#sendPhotos(event, left);
  }

  async #sendPhotos(event: EventName, shots: readonly Shot[]): Promise<void> {
    const left: Shot[] = [];
    // One after another: on a bad signal two uploads at once are two that fail.
    for (const shot of shots) await putPhoto(shot.uid, shot.bytes).catch(() => left.push(shot));
    this.sending = { state: 'recorded', event, sent: shots.length - left.length, left };
  }

  #forgetDraft(): void {
    for (const { url } of this.shots) URL.revokeObjectURL(url);
    this.shots = [];
    this.note = '';
    this.#last = undefined;
    this.sending = { state: 'draft' };
  }
}
