import type { ImportCandidate, ImportError, ImportOptions } from '../../shared/api/imports';
import type { Bounds } from '../../shared/api/types';

/** What a refused file has to be told: which option answers it, and with which values. */
export type Question = { about: 'crs' | 'layer' | 'units' | 'encoding'; choices: readonly ImportCandidate[] };

const encodings = ['UTF-8', 'GB18030', 'Big5', 'windows-1252'];
const abouts: Record<string, Question['about']> = {
  crs_needed: 'crs',
  crs_contradiction: 'crs',
  shifted: 'crs',
  layer_needed: 'layer',
  units_needed: 'units',
};

/** The question that an error asks; null when no choice answers it. */
export function questionOf({ code, candidates = [] }: ImportError): Question | null {
  if (code === 'encoding_needed')
    return { about: 'encoding', choices: encodings.map((value) => ({ value })) };
  const about = abouts[code];
  return about && candidates.length > 0 ? { about, choices: candidates } : null;
}

/** The columns among which the geometry is, when that is what could not be told. */
export function geometryColumns({ code, candidates = [] }: ImportError): readonly string[] {
  return code === 'bad_mapping' ? candidates.map(({ value }) => value) : [];
}

/** Whether the file can be read once somebody chose what it has to be told. */
export function isAnswerable(error: ImportError): boolean {
  return questionOf(error) !== null || geometryColumns(error).length > 0;
}

/** The options with a question answered. */
export function answered(
  options: ImportOptions,
  about: Question['about'],
  choice: ImportCandidate,
): ImportOptions {
  const told = { ...options, [about]: choice.value };
  return about === 'crs' ? { ...told, swap_axes: choice.swap_axes ?? false } : told;
}

/** Whether a place lies within one of the bounds. */
export function isWithin([lon, lat]: readonly [number, number], bounds: readonly Bounds[]): boolean {
  return bounds.some(
    ([west, south, east, north]) => west <= lon && lon <= east && south <= lat && lat <= north,
  );
}
