import { expect, it } from 'vitest';
import { addDays, dayNumber, dayNumberOf, isoDay } from './day';

it('a day begins at midnight in Shanghai', () => {
  expect(dayNumber(new Date('2022-08-29T15:59:59Z'))).toBe(dayNumberOf('2022-08-29'));
  expect(dayNumber(new Date('2022-08-29T16:00:00Z'))).toBe(dayNumberOf('2022-08-30'));
});

it('days add up over the end of a month', () => {
  expect(addDays('2022-08-30', 3)).toBe('2022-09-02');
  expect(isoDay(dayNumberOf('2024-02-29'))).toBe('2024-02-29');
});
