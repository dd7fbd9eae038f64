/** `mendian` alone: where one is, and the commands that come next. It asks nobody and writes nothing. */
import type { Messages } from '../messages/en.ts';
import type { Plan } from '../model/plan.ts';
import { countSeverity } from '../report/diagnostics.ts';
import { padTo, widest } from '../report/style.ts';
import type { Context, ExitCode } from './context.ts';
import { planOffline } from './plan.ts';
import { hasSettings } from './root-folder.ts';

type Step = keyof Messages['welcome']['steps'];

/** How it stands, in one sentence, and what can be done about it. */
interface Standing {
  readonly said: string;
  readonly steps: readonly Step[];
}

/** Exit 1: a script whose command got lost must not go on as if it had been run. So nothing is printed on stdout, either. */
export async function welcome(context: Context, version: string): Promise<ExitCode> {
  const { messages, style } = context;
  const { said, steps } = judge(context, await planOffline(context));
  const width = widest(steps);
  const lines = steps.map(
    (step) => `  ${style.colors.cyan(`mendian ${padTo(step, width)}`)}  ${messages.welcome.steps[step]}`,
  );
  const blocks = [
    style.colors.bold(messages.welcome.title(version)),
    [said, ...lines].join('\n'),
    messages.welcome.more('mendian --help'),
  ];
  context.complain(blocks.join('\n\n'));
  return 1;
}

/** The first case that fits is what matters most. */
function judge({ messages: { welcome, plan: words }, root, config }: Context, plan: Plan): Standing {
  const { stands } = welcome;
  const { stores, adopt, unchanged } = plan.summary;
  const codes = plan.diagnostics.map(({ code }) => code);
  const errors = countSeverity(plan.diagnostics, 'error');
  const isNew = config === null && !hasSettings(root);
  if (isNew && codes.includes('STORES_FOLDER_MISSING'))
    return { said: stands.nothing, steps: ['demo', 'init', 'import'] };
  if (errors > 0) return { said: stands.faulty(errors), steps: ['validate', 'doctor'] };
  if (stores === 0 && plan.changes.length === 0) return { said: stands.empty, steps: ['import', 'validate'] };
  if (adopt === stores && adopt > 0)
    return { said: stands.unrecorded(stores), steps: ['validate', 'plan', 'apply'] };
  if (unchanged === stores && plan.changes.length === 0)
    return { said: stands.settled(stores), steps: ['status', 'drift', 'doctor'] };
  return { said: stands.planned(stores, words.summary(plan.summary)), steps: ['plan', 'apply', 'status'] };
}
