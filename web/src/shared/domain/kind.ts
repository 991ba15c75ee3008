/** The four kinds that every district has, in the order of the register. */
export const kinds = ['compound', 'back_street', 'painted_wall', 'berth'] as const;

export type KindKey = (typeof kinds)[number];

export function isKind(key: string): key is KindKey {
  return (kinds as readonly string[]).includes(key);
}
