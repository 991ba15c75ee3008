import type * as zh from '../zh/signin';

export const signin: typeof zh.signin = {
  title: 'Sign in to Backstreet',
  lead: 'The ledger of compounds, back streets, walls and berths',
  username: 'User name',
  password: 'Password',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  submit: 'Sign in',
  busy: 'Signing in',
  usernameMissing: 'Enter your user name',
  passwordMissing: 'Enter your password',
  waitSeconds: (n) => `Try again in ${n} s`,
  forgotten: 'Forgotten it? An administrator can reset it.',
};
