import {
  applyImport,
  discardImport,
  getImport,
  listImports,
  readImport,
  revertImport,
  uploadImport,
  type Import,
  type ImportKind,
  type ImportOptions,
} from '../../shared/api/imports';
import { asProblem } from '../../shared/api/problem';
import { kinds } from '../../shared/domain/kind';
import { session } from '../../shared/state/session.svelte';

const lookEveryMs = 700;
const pageSize = 20;
const moving: readonly Import['state'][] = ['queued', 'reading', 'applying'];

/** One file on its way into the ledger: chosen, read and compared, shown, applied; and what came before it. */
export class ImportDesk {
  kind = $state<ImportKind>('back_street');
  options = $state<ImportOptions>({});
  file = $state.raw<File>();
  current = $state.raw<Import>();
  /** Whether the person is being asked to confirm that the current import is taken back. */
  reverting = $state(false);
  recent = $state.raw<readonly Import[]>();
  hasOlder = $state(false);
  busy = $state(false);
  failure = $state.raw<unknown>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left = false;

  async open(): Promise<void> {
    await this.#try(async () => {
      await this.#list();
      // Whoever comes back finds the own file where it stands.
      const pending = this.recent?.find(
        ({ state, actor }) =>
          (moving.includes(state) || state === 'previewed') && actor?.id === session.me?.id,
      );
      if (pending && !this.current) await this.#open(pending);
    });
  }

  leave(): void {
    this.#left = true;
    clearTimeout(this.#timer);
  }

  get isMoving(): boolean {
    return this.current !== undefined && moving.includes(this.current.state);
  }

  /** Whether kind or options are others than those by which the current file was read. */
  get isChanged(): boolean {
    const { current } = this;
    return (
      current !== undefined && (current.kind !== this.kind || !sameOptions(current.options, this.options))
    );
  }

  /** The features, by ref, on which later edits stand, so that the import cannot be taken back. */
  get inTheWay(): readonly string[] {
    if (!this.failure) return [];
    const { errors } = asProblem(this.failure);
    return errors.filter(({ location }) => location === 'feature').map(({ message }) => message);
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
    return this.#try(async () => this.#show(await uploadImport(file, this.kind, meant(this.options))));
  }

  /** Reads the file that is on the server already as the options say now. */
  read(): Promise<void> {
    return this.#withCurrent(async ({ id }) =>
      this.#show(await readImport(id, this.kind, meant(this.options))),
    );
  }

  apply(): Promise<void> {
    return this.#withCurrent(async ({ id }) => this.#show(await applyImport(id)));
  }

  async revert(): Promise<void> {
    await this.#withCurrent(async ({ id }) => this.#show(await revertImport(id)));
    if (this.inTheWay.length === 0) this.reverting = false;
  }

  discard(): Promise<void> {
    return this.#withCurrent(async ({ id }) => {
      await discardImport(id);
      await this.#another();
    });
  }

  /** Opens one of the earlier imports, and asks whether to take it back if that was wanted. */
  look(earlier: Import, reverting = false): Promise<void> {
    return this.#try(async () => {
      await this.#open(earlier);
      this.reverting = reverting;
    });
  }

  another(): Promise<void> {
    return this.#try(() => this.#another());
  }

  older(): Promise<void> {
    return this.#try(() => this.#list(this.recent));
  }

  async #another(): Promise<void> {
    clearTimeout(this.#timer);
    this.current = undefined;
    this.file = undefined;
    this.options = {};
    this.reverting = false;
    await this.#list();
  }

  async #list(known: readonly Import[] = []): Promise<void> {
    const page = await listImports(known.at(-1));
    this.recent = [...known, ...page];
    this.hasOlder = page.length === pageSize;
  }

  async #open({ id }: Import): Promise<void> {
    this.#show(await getImport(id));
  }

  #show(next: Import): void {
    if (next.id !== this.current?.id) this.reverting = false;
    this.current = next;
    this.kind = next.kind;
    this.options = structuredClone(next.options);
    clearTimeout(this.#timer);
    if (this.isMoving && !this.#left) this.#timer = setTimeout(() => void this.#look(next.id), lookEveryMs);
  }

  async #look(id: number): Promise<void> {
    await this.#try(async () => {
      const next = await getImport(id);
      if (this.current?.id === id) this.#show(next);
    }, false);
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

/** Options without those that say nothing. */
export function meant(options: ImportOptions): ImportOptions {
  const said = Object.entries(options).filter(
    ([, value]) => value !== '' && value !== false && !(typeof value === 'object' && isEmpty(value)),
  );
  return Object.fromEntries(said) as ImportOptions;
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

export function sameOptions(a: ImportOptions, b: ImportOptions): boolean {
  return told(a) === told(b);
}

function told(options: ImportOptions): string {
  const { map, ...rest } = meant(options);
  return JSON.stringify([Object.entries(rest).sort(byKey), Object.entries(map ?? {}).sort(byKey)]);
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** What a file can be imported as; the base map is the whole district's affair. */
export function offeredKinds(wholeDistrict: boolean): readonly ImportKind[] {
  return wholeDistrict ? [...kinds, 'area', 'context'] : [...kinds, 'area'];
}

/** Whether an import has a history to go back in: areas and base maps have none. */
export function isRevertible({ state, kind }: Import): boolean {
  return state === 'applied' && kind !== 'area' && kind !== 'context';
}

const hints: [RegExp, ImportKind][] = [
  [/街巷|小巷|背街|street|alley|lane/i, 'back_street'],
  [/墙|wall/i, 'painted_wall'],
  [/泊位|停车|berth|parking|rack|fence/i, 'berth'],
  [/小区|compound|estate/i, 'compound'],
  [/区划|社区|街道|边界|area|boundary/i, 'area'],
];

/** The kind that a file's name speaks of; undefined when it speaks of none. */
export function guessKind(name: string): ImportKind | undefined {
  return hints.find(([pattern]) => pattern.test(name))?.[1];
}
