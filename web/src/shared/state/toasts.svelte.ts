export type Toast = { id: number; tone: 'done' | 'problem'; text: string };

const shownMs = 6_000;

/** Short notices at the foot of the page; a problem stays until it is closed. */
class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #next = 1;

  show(text: string, tone: Toast['tone'] = 'done'): void {
    const id = this.#next++;
    this.list = [...this.list, { id, tone, text }];
    if (tone === 'done') setTimeout(() => this.close(id), shownMs);
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
