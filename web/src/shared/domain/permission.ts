/** What the session may do, as the server names it. The server decides; the app only hides what would be refused. */
export type Permission =
  | 'feature.read'
  | 'feature.create'
  | 'feature.edit'
  | 'feature.transition'
  | 'photo.read'
  | 'photo.write'
  | 'progress.read'
  | 'register.read'
  | 'import.run'
  | 'export.run'
  | 'user.read'
  | 'user.write'
  | 'unit.write'
  | 'campaign.write'
  | 'stream.read'
  | 'session.own'
  | 'system.read';

export type Role = 'planner' | 'field' | 'verifier' | 'leader' | 'admin';
