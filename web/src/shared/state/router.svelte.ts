import { patchSearch } from './route';

/** The address is the state: whatever is shown can be sent as a link. */
class Router {
  path = $state(location.pathname);
  search = $state(location.search);
  readonly params = $derived(new URLSearchParams(this.search));

  constructor() {
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (event) => this.#follow(event));
  }

  go(href: string): void {
    history.pushState(null, '', href);
    this.#read();
  }

  replace(href: string): void {
    history.replaceState(null, '', href);
    this.#read();
  }

  /** Changes parameters of the address; `push` makes it a step that Back undoes. */
  patch(patch: Record<string, string | null>, how: 'replace' | 'push' = 'replace'): void {
    const search = patchSearch(location.search, patch);
    if (search === location.search) return;
    this[how === 'push' ? 'go' : 'replace'](location.pathname + search);
  }

  #read(): void {
    this.path = location.pathname;
    this.search = location.search;
  }

  /** Links inside the app change the address without loading the page; every other click stays the browser's. */
  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link?.dataset.route || link.origin !== location.origin) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

export const router = new Router();
