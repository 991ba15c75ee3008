import { onSignedOut } from '../api/client';
import * as server from '../api/session';
import type { Me } from '../api/types';
import type { Permission, Role } from '../domain/permission';

/** Who uses the app on this device: not asked yet, nobody, or somebody. */
class Session {
  me = $state.raw<Me | null | undefined>(undefined);

  constructor() {
    onSignedOut(() => (this.me = null));
  }

  async load(): Promise<void> {
    this.me = await server.whoAmI();
  }

  async signIn(username: string, password: string): Promise<void> {
    this.me = await server.signIn(username, password);
  }

  async signOut(): Promise<void> {
    await server.signOut();
    this.me = null;
  }

  can(permission: Permission): boolean {
    return this.me?.permissions.includes(permission) ?? false;
  }

  is(role: Role): boolean {
    return this.me?.roles.includes(role) ?? false;
  }

  /** Today in Asia/Shanghai, as the server said at sign-in; every light is judged by it. */
  get today(): string {
    return this.me?.today ?? new Date().toISOString().slice(0, 10);
  }
}

export const session = new Session();
