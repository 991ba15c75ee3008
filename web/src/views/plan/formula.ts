import type { FeatureLight } from '../../shared/api/types';
import { percent } from '../../shared/text/format';
import type { Locale, Text } from '../../shared/text/text.svelte';

/** One sentence with the numbers by which the light was judged; `strong` is the figure that decided. */
export type Formula = { before: string; strong: string; after: string };

export function formula(light: FeatureLight, words: Text, locale: Locale): Formula {
  const say = words.plan.formula;
  const sentence = (before: string): Formula => ({ before, strong: '', after: '' });
  // The rules that speak of days have a deadline to count to; without one there is no number to say.
  const { days_left: left, days_total: total, share } = light;
  switch (light.rule) {
    case 'parked':
      return sentence(say.parked);
    case 'done':
      return sentence(say.done);
    case 'no_deadline':
      return sentence(say.noDeadline);
    case 'overdue':
      return sentence(say.overdue(Math.abs(left ?? 0)));
    case 'two_reworks':
      return sentence(say.twoReworks(light.reworks));
    case 'one_rework':
      return sentence(say.oneRework);
    case 'photo_owed':
      return sentence(say.owed(light.owed));
    case 'little_time':
    case 'on_time': {
      if (left === null || total === null || share === null) return sentence('');
      const compare = light.rule === 'little_time' ? say.atMost : say.above;
      const threshold = percent(light.threshold, locale).replace(/[.,]0(?=%)/, '');
      return {
        before: say.time(left, total),
        strong: percent(share, locale),
        after: compare(threshold),
      };
    }
  }
}
