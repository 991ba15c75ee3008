import './tokens.css';
import './app.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { appearance } from './shared/state/theme.svelte';
import { initialLocale, setLocale } from './shared/text/text.svelte';

// A chunk of an earlier build is gone after an upgrade: load the new build once instead of showing nothing.
const reloaded = 'backstreet.reloaded';
addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem(reloaded)) return;
  event.preventDefault();
  sessionStorage.setItem(reloaded, 'yes');
  location.reload();
});

document.documentElement.dataset.theme = appearance.theme;
await setLocale(initialLocale());
const target = document.getElementById('app');
if (!target) throw new Error('index.html lacks #app');
mount(App, { target });
sessionStorage.removeItem(reloaded);
