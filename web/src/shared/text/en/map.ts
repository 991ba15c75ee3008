import type * as zh from '../zh/map';

export const map: typeof zh.map = {
  north: 'North is up',
  northUp: 'Turn north up',
  fullScreen: 'Full screen',
  fullScreenFailed: 'The browser does not allow full screen.',
  here: 'Your position',
};
