import {
  applyImport,
  discardImport,
  getImport,
  listImports,
  revertImport,
  uploadImport,
  type Import,
  type ImportKind,
} from '../../shared/api/imports';

const lookEveryMs = 700;
const moving: readonly Import['state'][] = ['queued', 'reading', 'applying'];

/** One file on its way into the ledger: chosen, read and compared, shown, applied; and what came before it. */
export class ImportDesk {
  kind = $state<ImportKind>('back_street');
  crs = $state('');
  encoding = $state('');
  file = $state.raw<File>();
  current = $state.raw<Import>();
  recent = $state.raw<readonly Import[]>();
  busy = $state(false);
  failure = $state.raw<unknown>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left = false;

  async open(): Promise<void> {
    await this.#try(async () => {
      this.recent = await listImports();
      // Whoever comes back finds the file where it stands.
      const pending = this.recent.find(({ state }) => moving.includes(state) || state === 'previewed');
      if (pending && !this.current) this.#show(pending);
    });
  }

  leave(): void {
    this.#left = true;
    clearTimeout(this.#timer);
  }

  get isMoving(): boolean {
    return this.current !== undefined && moving.includes(this.current.state);
  }

  choose(file: File | undefined): void {
    this.file = file;
    this.failure = undefined;
    const guess = file && guessKind(file.name);
    if (guess) this.kind = guess;
  }

  send(): Promise<void> {
    const { file } = this;
    if (!file) return Promise.resolve();
    return this.#try(async () => {
      this.#show(await uploadImport(file, { kind: this.kind, crs: this.crs, encoding: this.encoding }));
    });
  }

  apply(): Promise<void> {
    return this.#withCurrent(async ({ id }) => this.#show(await applyImport(id)));
  }

  revert(): Promise<void> {
    return this.#withCurrent(async ({ id }) => this.#show(await revertImport(id)));
  }

  discard(): Promise<void> {
    return this.#withCurrent(async ({ id }) => {
      await discardImport(id);
      await this.another();
    });
  }

  /** Opens one of the earlier imports. */
  look(earlier: Import): void {
    this.#show(earlier);
  }

  async another(): Promise<void> {
    this.current = undefined;
    this.file = undefined;
    this.recent = await listImports();
  }

  #show(next: Import): void {
    this.current = next;
    clearTimeout(this.#timer);
    if (this.isMoving && !this.#left) this.#timer = setTimeout(() => void this.#look(next.id), lookEveryMs);
  }

  async #look(id: number): Promise<void> {
    await this.#try(async () => this.#show(await getImport(id)), false);
    // A question that failed is asked again; the import goes on without us.
    if (this.failure && this.isMoving && !this.#left)
      this.#timer = setTimeout(() => void this.#look(id), 3 * lookEveryMs);
  }

  async #withCurrent(act: (current: Import) => Promise<void>): Promise<void> {
    const { current } = this;
    if (current) await this.#try(() => act(current));
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

const hints: [RegExp, ImportKind][] = [
  [/街巷|小巷|背街|street|alley|lane/i, 'back_street'],
  [/墙|wall/i, 'painted_wall'],
  [/泊位|停车|berth|parking|rack/i, 'berth'],
  [/小区|compound|estate/i, 'compound'],
  [/区划|社区|街道|边界|area|boundary/i, 'area'],
];

/** The kind that a file's name speaks of; undefined when it speaks of none. */
export function guessKind(name: string): ImportKind | undefined {
  return hints.find(([pattern]) => pattern.test(name))?.[1];
}
