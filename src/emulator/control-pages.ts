/** The emulator's pages outside the API: what it is, what it saw, what it holds, and the control endpoint. */
import type { ServerResponse } from 'node:http';
import { applyControl, type ControlledStage } from './control.ts';
import { readControl } from './control-words.ts';
import type { RequestLog } from './request-log.ts';
import { listRoutes } from './routes.ts';
import { send } from './transmit.ts';

interface PageCall {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

/** Answers one call. A control that cannot be carried out is answered with 400 and the reason. */
export function serveControl(
  stage: ControlledStage & { readonly log: RequestLog },
  { method, url, body }: PageCall,
  response: ServerResponse,
): void {
  const { pathname: path, searchParams } = url;
  switch (`${method} ${path}`) {
    case 'POST /_control':
      carryOut(stage, body, response);
      return;
    case 'GET /_control/requests':
      send(response, 200, JSON.stringify(stage.log.requests, null, 1));
      return;
    case 'GET /_control/stores':
      send(response, 200, JSON.stringify(listStores(stage, searchParams.get('appid')), null, 1));
      return;
    case 'GET /_control/tickets':
      send(response, 200, JSON.stringify(stage.town.platform.tickets(), null, 1));
      return;
    case 'GET /_control/events':
      send(response, 200, JSON.stringify(stage.pushes.list(), null, 1));
      return;
    case 'GET /':
      send(response, 200, describeSelf(), 'text/plain; charset=utf-8');
      return;
    default:
      send(response, 404, JSON.stringify({ error: `there is no ${method} ${path} here` }));
  }
}

/** Of one merchant, or of all. */
function listStores({ town }: ControlledStage, appid: string | null): readonly object[] {
  const households = town.list().filter((each) => appid === null || each.appid === appid);
  return households.flatMap(({ world }) => [...world.stores.values()]);
}

function carryOut(stage: ControlledStage, body: string, response: ServerResponse): void {
  try {
    applyControl(readControl(body), stage);
    send(response, 200, '{"ok":true}');
  } catch (error) {
    send(response, 400, JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  }
}

function describeSelf(): string {
  return [
    'mendian emulator: a local WeChat store API. It forgets everything when it ends.',
    '',
    ...listRoutes().map((route) => `  ${route}`),
    '',
    'For tests:',
    '  POST /_control            scripted faults, reviews, console edits, switches, push',
    '  GET /_control/requests    calls so far; tokens and secrets are masked',
    '  GET /_control/events      push events of reviews that ended, and how their delivery went',
    '  GET /_control/stores      stores: live, approved and pending pictures; ?appid= for one merchant of several',
    '  GET /_control/tickets     tickets of a third-party platform, once api_start_push_ticket was called',
    '',
  ].join('\n');
}
