export type ThemeChoice = 'auto' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const memory = 'backstreet.theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');

/** Light or dark: as chosen on this device, else as the system has it. */
class Appearance {
  choice = $state<ThemeChoice>(remembered());
  #system = $state<Theme>(systemDark.matches ? 'dark' : 'light');
  readonly theme: Theme = $derived(this.choice === 'auto' ? this.#system : this.choice);

  constructor() {
    systemDark.addEventListener('change', (event) => (this.#system = event.matches ? 'dark' : 'light'));
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    try {
      localStorage.setItem(memory, choice);
    } catch {
      // Storage is refused in private windows; the choice then lasts as long as the page.
    }
  }
}

function remembered(): ThemeChoice {
  try {
    const value = localStorage.getItem(memory);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto';
  }
}

export const appearance = new Appearance();
