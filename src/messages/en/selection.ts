/** English texts of what narrows a command. */
import { brief } from '../excerpt.ts';
import type { FaultTexts } from '../faults.ts';
import type { RefusalReason, SelectionCause, SelectionFaults } from '../selection-faults.ts';

const CAUSES: Readonly<Record<SelectionCause, string>> = {
  empty: 'The expression is empty: is a variable not set?',
  negation: 'There is no "!": --exclude leaves stores out.',
  'full-width': 'Write it with half-width signs.',
  list: 'Give the option once for each poi_id.',
  id: 'A poi_id is digits alone.',
  outside: 'Paths begin at the root (-C) or in the stores folder, such as stores/shanghai.',
  value: 'A value is missing; label=* takes every store with this label.',
};

/** What is wrong with an expression, and what may be meant; else the three forms. */
function advise(cause: SelectionCause | null, near: readonly string[]): string {
  const meant = near.length === 0 ? [] : [`Did you mean ${near.join(' or ')}?`];
  const advice = [...(cause === null ? [] : [CAUSES[cause]]), ...meant];
  if (advice.length > 0) return advice.join(' ');
  return 'Select by poi_id, by path or glob ("stores/shanghai/**"), or by label ("region=east").';
}

const REFUSALS: Readonly<Record<RefusalReason, string>> = {
  'one-store': 'it shows the one store whose poi_id is given',
  'whole-account': 'it checks the whole account',
  'event-says': 'the event says which store it is about',
  'whole-folder': 'it holds every store of the folder in --seed',
  samples: 'it plays with sample stores in a folder of its own',
  'no-stores': 'it works without settings and stores',
  'one-form': 'what it prints has one form only',
};

export const selectionTexts: FaultTexts<SelectionFaults> = {
  SELECTION_EMPTY: ({ expressions, cause, near }) => ({
    message: `No store matches ${expressions}.`,
    hint: advise(cause, near),
  }),
  SELECTION_UNMATCHED: ({ option, expression, cause, near }) => ({
    message: `No store matches ${option} ${expression}${option === '--exclude' ? ', so it leaves none out' : ''}.`,
    hint: advise(cause, near),
  }),
  CODE_UNKNOWN: ({ code, sort, meant }) => ({
    message:
      sort === 'number'
        ? `mendian does not know the errcode ${brief(code)}.`
        : `mendian has no code "${brief(code)}".`,
    hint:
      sort === 'number'
        ? 'Look it up on WeChat’s global return code page.'
        : meant === null
          ? 'Give a code as it stands in a report, such as CANARY, or an errcode of WeChat, such as 45009.'
          : `Did you mean ${meant}?`,
  }),
  SHELL_UNKNOWN: ({ shell, own }) => ({
    message: shell === null ? 'Completion for which shell?' : `There is no completion for "${shell}".`,
    hint: `There is one for bash, zsh and fish${own === null ? '.' : `; yours seems to be: mendian completion ${own}`}`,
  }),
  OPTION_NOT_TAKEN: ({ option, command, why }) => ({
    message: `mendian ${command} takes no ${option}: ${REFUSALS[why]}.`,
    hint: `Leave ${option} out.`,
  }),
};

export const completionUi = {
  install: {
    bash: 'Put this into ~/.bashrc:  source <(mendian completion bash)',
    zsh: 'Put this into ~/.zshrc, after compinit:  source <(mendian completion zsh)',
    fish: 'Run once:  mendian completion fish > ~/.config/fish/completions/mendian.fish',
  },
};
