import type { Phase, Photo } from '../api/types';

/** The newest stored photo of a phase, and how many of it are announced and not here yet. */
export function newestOf(photos: readonly Photo[], phase: Phase): { photo: Photo | undefined; owed: number } {
  const ofPhase = photos.filter((photo) => photo.phase === phase);
  const stored = ofPhase.filter((photo) => photo.state === 'stored');
  const taken = (photo: Photo) => photo.taken_at ?? photo.stored_at ?? '';
  return {
    photo: stored.toSorted((a, b) => taken(b).localeCompare(taken(a)))[0],
    owed: ofPhase.filter((photo) => photo.state === 'expected').length,
  };
}
