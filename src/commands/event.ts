/** `mendian event FILE|-`: verifies and decrypts one push event, and records how a review ended. */
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { describeObstacle, readNamedFile } from '../base/plain-file.ts';
import { readSystemCode } from '../base/system-error.ts';
import { asRunDiagnostic, type Fault } from '../model.ts';
import { EVENT_FORMATS } from '../report/formats.ts';
import { LARGEST_ENVELOPE_BYTES, tooLarge } from '../wechat/push-envelope.ts';
import type { Context, ExitCode } from './context.ts';
import { openShared } from './publishing.ts';
import { type EventOptions, judgeEvent, receiveEvent, refuseEvent } from './receiving.ts';

export interface EventCommandOptions extends EventOptions {
  /** Path of the envelope, relative to the root; `-` is standard input. */
  readonly file: string;
}

/** Receives and prints. Exit 1 where the event is refused, or its result could not be recorded for all. */
export async function event(context: Context, options: EventCommandOptions): Promise<ExitCode> {
  const text = options.file === '-' ? await readStandardInput(context) : readFile(context, options.file);
  const report =
    typeof text === 'string'
      ? await receiveEvent(context, text, options, (settings, account) =>
          openShared(context, settings, account, options.choice),
        )
      : refuseEvent([asRunDiagnostic('error', text)]);
  context.print(EVENT_FORMATS[context.format](report, context.style));
  return judgeEvent(report);
}

function readFile({ root }: Context, file: string): string | Fault {
  const { bytes, obstacle } = readNamedFile(resolve(root, file), LARGEST_ENVELOPE_BYTES);
  if (obstacle === null) return bytes.toString('utf8');
  if (obstacle.reason === 'large') return tooLarge(obstacle.bytes);
  return { code: 'PUSH_FILE_UNREADABLE', params: { file, detail: describeObstacle(obstacle) } };
}

/** Reads no more than is needed to see that it is too much. */
async function readStandardInput({ ask, hint, messages }: Context): Promise<string | Fault> {
  if (ask !== null) hint(messages.event.reading);
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of createReadStream('', { fd: 0, autoClose: false })) {
      // Without an encoding a stream gives buffers.
      parts.push(part as Buffer);
      bytes += (part as Buffer).length;
      if (bytes > LARGEST_ENVELOPE_BYTES) return tooLarge(bytes);
    }
  } catch (error) {
    const detail = readSystemCode(error);
    if (detail === null) throw error;
    return {
      code: 'PUSH_FILE_UNREADABLE',
      params: { file: '-', detail: { phrase: 'file-unreadable-because', cause: detail } },
    };
  }
  return Buffer.concat(parts).toString('utf8');
}
