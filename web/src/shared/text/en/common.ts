import type * as zh from '../zh/common';

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const common: typeof zh.common = {
  app: 'Backstreet',
  titles: { plan: 'Plan', field: 'Field', lead: 'Board', admin: 'Admin' },
  skip: 'Skip to main content',
  nav: 'Main navigation',
  map: 'Map',
  field: 'Field',
  imports: 'Import',
  board: 'Board',
  admin: 'Admin',
  settings: 'Settings',
  loading: 'Loading',
  retry: 'Try again',
  reload: 'Reload',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  done: 'Done',
  more: 'More actions',
  back: 'Back',
  all: 'All',
  none: 'none',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  language: 'Language',
  theme: 'Appearance',
  themes: { auto: 'As the system', light: 'Light', dark: 'Dark' },
  signOut: 'Sign out',
  today: 'Today',
  before: 'Before',
  after: 'After',
  check: 'Check',
  noPhoto: 'No photo yet',
  photoOwed: (n) => `${n} owed`,
  daysLeft: (n) =>
    n === 0
      ? 'Due today'
      : n > 0
        ? `${plural(n, 'day', 'days')} left`
        : `${plural(-n, 'day', 'days')} overdue`,
  moments: {
    justNow: 'just now',
    minutes: (n) => `${n} min ago`,
    hours: (n) => `${n} h ago`,
    days: (n) => `${plural(n, 'day', 'days')} ago`,
  },
  live: 'Live',
  updated: (when) => `updated ${when}`,
  offline: 'Connection lost, reconnecting',
  whereabouts: (lat, lon, metres) => `At ${lat}, ${lon} · ±${metres} m`,
  metres: (n) => `${n} m`,
  kilometres: (n) => `${n} km`,
  notAllowed: 'Your role does not use this page.',
  viewFailed: 'The page did not load',
  viewFailedHint: 'It may just have been upgraded: please reload.',
};
