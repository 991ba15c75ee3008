/** Parts of the picture that can be left out: boundaries; signs and hatches of statuses; names. */
export const parts = ['areas', 'signs', 'names'] as const;
export type MapPart = (typeof parts)[number];
