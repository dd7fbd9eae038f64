/** How replies leave the emulator: whole, or spoiled by a scripted fault. */
import type { ServerResponse } from 'node:http';
import type { FaultAction } from './faults.ts';

/** The type that the platform was seen to send; clients judge by content. */
const JSON_TYPE = 'application/json; encoding=utf-8';

/** Sends a whole answer. */
export function send(response: ServerResponse, status: number, text: string, type = JSON_TYPE): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** Plays a fault that takes the place of an answer; the call never takes effect. `not-so` for other faults. */
export function sendInstead(
  action: FaultAction,
  response: ServerResponse,
  showError: (error: { readonly errcode: number; readonly errmsg: string }) => string,
): 'played' | 'not-so' {
  if (action === 'reset') response.destroy();
  else if (action === 'http500')
    send(response, 502, '<html><body>502 Bad Gateway</body></html>', 'text/html');
  else if (action === 'html')
    send(response, 200, '<!DOCTYPE html><html><body>请稍后再试</body></html>', 'text/html; charset=utf-8');
  else if (typeof action === 'object' && 'errcode' in action)
    send(response, 200, showError({ errcode: action.errcode, errmsg: action.errmsg ?? 'scripted' }));
  else if (typeof action === 'object' && 'body' in action) send(response, action.status ?? 200, action.body);
  // A call that hangs stays open until the caller or the emulator ends it.
  else if (action !== 'hang') return 'not-so';
  return 'played';
}

/** Sends the answer to a call that took effect, as the fault has it. */
export function sendAfter(action: FaultAction | null, json: string, response: ServerResponse): void {
  if (action === 'reset-after') response.destroy();
  else if (action === 'truncate') sendHalf(json, response);
  else if (action === 'no-data') send(response, 200, json.replace(/,"data":\{[^}]*\}/u, ''));
  else send(response, 200, json);
}

function sendHalf(json: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(json) });
  response.write(json.slice(0, json.length / 2), () => response.destroy());
}
