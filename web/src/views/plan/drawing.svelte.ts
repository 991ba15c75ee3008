import { createFeature, editFeature, getDossier, type Edit } from '../../shared/api/features';
import { asProblem, type Problem } from '../../shared/api/problem';
import { listKinds } from '../../shared/api/registers';
import type { Dossier, Kind } from '../../shared/api/types';
import { newUid } from '../../shared/api/uid';
import { isKind, type KindKey } from '../../shared/domain/kind';
import type { Measured, Shape, Sketch } from '../../shared/map/sketch';
import type { WorkMap } from '../../shared/map/work-map';
import { currentLocale, t } from '../../shared/text/text.svelte';
import { changedAttributes, fieldsOf, fromForm, toForm, wrongNumbers } from './attributes';

export type Draft = { ref: string; name: string; attributes: Record<string, string> };
/** What the pointer does: draw a shape, measure one, alter a feature. */
export type DrawTool = Shape | 'measure' | 'measureArea' | 'edit';

/** Types that the register names, by the shape that makes them. */
const typesOf: Record<Shape, string> = {
  polygon: 'MultiPolygon',
  linestring: 'MultiLineString',
  point: 'Point',
};

/** A saved edit, between the versions before and after it, and what takes it back. */
type Step = { id: number; name: string; before: number; after: number; back: Omit<Edit, 'op_id'> };

/** What the planner draws or alters, from the first corner to the saved feature. */
export class Drawing {
  tool = $state<DrawTool>();
  kinds = $state.raw<readonly Kind[]>([]);
  kind = $state<KindKey>();
  draft = $state<Draft>({ ref: '', name: '', attributes: {} });
  geometry = $state.raw<GeoJSON.Geometry | null>(null);
  size = $state.raw<Measured>({ lengthM: 0, areaM2: 0 });
  finished = $state(false);
  busy = $state(false);
  problem = $state.raw<Problem>();
  wrong = $state.raw<readonly string[]>([]);
  /** The feature that is altered, as it was when that began. */
  subject = $state.raw<Dossier>();
  /** The feature as somebody else left it meanwhile. */
  theirs = $state.raw<Dossier>();
  /** What the edit is put upon: the subject, or theirs once that was seen. */
  #onto: Dossier | undefined;
  #map: WorkMap | undefined;
  #sketch: Sketch | undefined;
  #moved = false;
  #sketchUndoable = $state(false);
  #steps = $state.raw<readonly Step[]>([]);
  #opId = newUid();

  readonly fields = $derived.by(() => {
    const kind = this.kinds.find(({ key }) => key === this.kind);
    return kind ? fieldsOf(kind.schema, currentLocale(), Object.keys(t().attribute)) : [];
  });
  readonly measuring = $derived(this.tool === 'measure' || this.tool === 'measureArea');

  get undoable(): boolean {
    return this.tool ? this.#sketchUndoable : this.#steps.length > 0;
  }

  /** The kinds that are drawn as what was drawn. */
  get kindsHere(): KindKey[] {
    const { tool } = this;
    const type = tool && tool in typesOf ? typesOf[tool as Shape] : '';
    return this.kinds
      .filter(({ geometry_types }) => geometry_types.includes(type))
      .map(({ key }) => key)
      .filter(isKind);
  }

  async draw(map: WorkMap, tool: Exclude<DrawTool, 'edit'>): Promise<void> {
    await this.#take(map);
    this.tool = tool;
    this.draft = { ref: '', name: '', attributes: {} };
    if (!this.measuring) this.choose(this.kindsHere[0]);
    this.#sketch?.begin(tool === 'measure' ? 'linestring' : tool === 'measureArea' ? 'polygon' : tool);
  }

  async alter(map: WorkMap, subject: Dossier): Promise<void> {
    await this.#take(map);
    this.tool = 'edit';
    this.subject = this.#onto = subject;
    this.kind = subject.kind;
    this.#fill(subject);
    this.#sketch?.edit(subject.geometry, subject);
  }

  /** Measures anew, by another shape. */
  again(tool: 'measure' | 'measureArea'): void {
    this.tool = tool;
    this.#sketch?.begin(tool === 'measure' ? 'linestring' : 'polygon');
  }

  choose(kind: KindKey | undefined): void {
    this.kind = kind;
    this.draft.attributes = toForm(this.fields, this.draft.attributes);
  }

  /** Whether stopping would lose something. */
  get inHand(): boolean {
    return this.finished && !this.measuring && (!this.subject || this.#sketchUndoable);
  }

  /** Takes back the last corner while something is drawn, else the last edit that was saved; tells its name. */
  async undo(): Promise<string | undefined> {
    if (this.tool) {
      this.#sketch?.undo();
      return undefined;
    }
    const step = this.#steps.at(-1);
    if (!step) return undefined;
    this.#steps = this.#steps.slice(0, -1);
    // What somebody else did since must not be taken back with it: the server then refuses.
    const { version } = await editFeature(step.id, step.after, { ...step.back, op_id: newUid() });
    this.#steps = this.#steps.map((other) =>
      other.id === step.id && other.after === step.before ? { ...other, after: version } : other,
    );
    return step.name;
  }

  /** Sends what was drawn; gives the feature when the server has taken it. */
  async save(): Promise<Dossier | undefined> {
    const { geometry, kind } = this;
    this.wrong = wrongNumbers(this.fields, this.draft.attributes);
    if (!geometry || !kind || this.wrong.length > 0) return undefined;
    this.busy = true;
    this.#complain(undefined);
    try {
      const saved = this.subject ? await this.#edit(this.subject) : await this.#create(kind, geometry);
      this.stop();
      return saved;
    } catch (error) {
      const problem = asProblem(error);
      // The server remembers a refusal under its identity; what is sent after it is another write.
      if (problem.status >= 400) this.#opId = newUid();
      if (problem.code === 'stale_version' && this.subject) await this.#meet(this.subject.id);
      this.#complain(problem);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  /** Keeps the changes in hand, and puts them upon what somebody else saved. */
  keepMine(): void {
    if (!this.theirs) return;
    this.#onto = this.theirs;
    this.#part();
  }

  /** Drops what is in hand for what somebody else saved. */
  takeTheirs(): void {
    const { theirs } = this;
    if (!theirs) return;
    this.subject = this.#onto = theirs;
    this.#fill(theirs);
    this.#sketch?.edit(theirs.geometry, theirs);
    this.#part();
  }

  stop(): void {
    this.#sketch?.end();
    this.#sketch = undefined;
    this.#part();
    this.tool = this.subject = this.#onto = this.kind = undefined;
    this.geometry = null;
    this.finished = false;
    this.wrong = [];
    this.#opId = newUid();
  }

  async #take(map: WorkMap): Promise<void> {
    const [{ Sketch, measured }, kinds] = await Promise.all([
      import('../../shared/map/sketch'),
      this.kinds.length > 0 ? this.kinds : listKinds(),
    ]);
    this.stop();
    this.#map = map;
    this.kinds = kinds;
    this.#sketch = new Sketch(map, ({ geometry, finished, moved, undoable }) => {
      this.#moved = moved;
      this.geometry = geometry;
      this.finished = finished;
      this.#sketchUndoable = undoable;
      this.size = geometry ? measured(geometry) : { lengthM: 0, areaM2: 0 };
      if (this.problem) this.#complain(undefined);
    });
  }

  #fill({ ref, name, attributes }: Dossier): void {
    this.draft = { ref, name, attributes: toForm(this.fields, attributes) };
  }

  #create(kind: KindKey, geometry: GeoJSON.Geometry): Promise<Dossier> {
    const { ref, name } = this.draft;
    const said = Object.entries(fromForm(this.fields, this.draft.attributes)).filter(
      ([, value]) => value !== null,
    );
    return createFeature({
      op_id: this.#opId,
      uid: this.#opId,
      kind,
      geometry,
      name: name.trim(),
      ...(ref.trim() && { ref: ref.trim() }),
      attributes: Object.fromEntries(said),
    });
  }

  async #edit(subject: Dossier): Promise<Dossier> {
    const edit = this.#differences(subject);
    const onto = this.#onto ?? subject;
    const saved = await editFeature(subject.id, onto.version, { ...edit, op_id: this.#opId });
    if (saved.version === onto.version) return saved;
    const back = undoing(edit, onto);
    const name = subject.name || subject.ref;
    const step = { id: subject.id, name, before: onto.version, after: saved.version, back };
    this.#steps = [...this.#steps, step];
    return saved;
  }

  /** What was changed in hand, and nothing else: what somebody else changed meanwhile stays. */
  #differences(subject: Dossier): Omit<Edit, 'op_id'> {
    const { ref, name } = this.draft;
    const attributes = changedAttributes(subject.attributes, fromForm(this.fields, this.draft.attributes));
    return {
      ...(name.trim() !== subject.name && { name: name.trim() }),
      ...(ref.trim() !== subject.ref && { ref: ref.trim() }),
      ...(this.#moved && this.geometry && { geometry: this.geometry }),
      ...(Object.keys(attributes).length > 0 && { attributes }),
    };
  }

  async #meet(id: number): Promise<void> {
    this.theirs = await getDossier(id);
    this.#map?.showGhost(this.theirs.geometry);
  }

  #part(): void {
    this.theirs = undefined;
    this.#map?.showGhost(null);
    this.#complain(undefined);
  }

  #complain(problem: Problem | undefined): void {
    this.problem = problem;
    this.#map?.showFault(problem?.errors.find(({ at }) => at)?.at ?? null, problem?.detail ?? '');
  }
}

/** What puts back what an edit changes. */
export function undoing(
  edit: Omit<Edit, 'op_id'>,
  before: Pick<Dossier, 'name' | 'ref' | 'geometry' | 'attributes'>,
): Omit<Edit, 'op_id'> {
  const attributes = Object.keys(edit.attributes ?? {}).map((key) => [key, before.attributes[key] ?? null]);
  return {
    ...(edit.name !== undefined && { name: before.name }),
    ...(edit.ref !== undefined && { ref: before.ref }),
    ...(edit.geometry && { geometry: before.geometry }),
    ...(edit.attributes && { attributes: Object.fromEntries(attributes) as Record<string, unknown> }),
  };
}
