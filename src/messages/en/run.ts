/** English texts of a run's faults: plan, approval, brakes, stores, and the platform's answers. */
import { isLoopback } from '../excerpt.ts';
import type { FaultTexts } from '../faults.ts';
import type { RunFaults } from '../run-faults.ts';
import { CALL_BUG, errcodes } from './errcodes.ts';
import { say } from './phrases.ts';
import { plural } from './words.ts';

const SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: ' (the disk is full)',
  EACCES: ' (no permission)',
  EROFS: ' (the disk is read-only)',
  EDQUOT: ' (the quota of the disk is used up)',
};

const describeSystem = (code: string): string => SYSTEM[code] ?? ` (${code})`;

export const runTexts: FaultTexts<RunFaults> = {
  // ---- the plan
  MAP_POI_ID_CHANGED: ({ name, before, after }) => ({
    message: `map_poi_id of ${name} changes from ${before} to ${after}.`,
    hint: 'WeChat does not say that this moves a store. If the store moved, change its place in the WeChat console; if it is a typing mistake, put the old id back.',
  }),
  ADOPTS_WITHOUT_STATE: ({ stores, state }) => ({
    message: `There is no record yet of what was sent (${state}): this is a first run, for ${plural(stores, 'store')}.`,
    hint: 'Each store is read first: one that already is as its file says is only recorded, not sent. "mendian import" does only that, and writes files for the stores that have none.',
  }),
  STORES_MISSING: ({ stores, records, state }) => ({
    message: `No store file was found in ${stores}, but ${state} holds records of ${plural(records, 'store')}.`,
    hint: 'Is this the right folder (-C) and the right setting "stores"? To stop managing a store, remove its file only; the last one by hand from the state file.',
  }),
  STORES_FOREIGN: ({ stores, files, records, state }) => ({
    message: `None of the ${plural(files, 'store')} in ${stores} is among the ${records} that ${state} holds.`,
    hint: 'This looks like another chain’s folder or state file: check the settings "stores" and "state". If all stores really were replaced, remove the old lines from the state file in a pull request.',
  }),
  NOTHING_TO_PLAN: ({ stores }) => ({
    message: `There are no store files in ${stores} yet.`,
    hint: 'Run "mendian init" for a sample, or add a file such as stores/my-store.yaml.',
  }),
  PLAN_FILE_UNREADABLE: ({ file, detail }) => ({
    message: `${file} is not a plan: ${say(detail)}.`,
    hint: 'Make one with "mendian plan --out plan.json", then "mendian apply plan.json".',
  }),
  UNKNOWN_ACCOUNT: ({ account, meant, known, more }) => ({
    message: `There is no account named ${account}.`,
    hint:
      meant === null
        ? `Known: ${known.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`
        : `Did you mean ${meant}?`,
  }),
  ONE_ACCOUNT_NEEDED: ({ known, more }) => ({
    message: 'This command works on one account, and the settings have several.',
    hint: `Name one with --account: ${known.join(', ')}${more > 0 ? `, or one of ${more} more` : ''}.`,
  }),

  STORE_IN_SEVERAL: ({ poi_id, accounts, more }) => ({
    message: `Several accounts have a store with the poi_id ${poi_id}: ${accounts.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    hint: `Name the account, for example: --account ${accounts[0] ?? 'NAME'}. If one of them has it by mistake, remove that file.`,
  }),
  UNKNOWN_STORE: ({ poi_id }) => ({
    message: `No store file and no record has the poi_id ${poi_id}.`,
    hint: 'Check the digits; "mendian plan" names the stores that it knows.',
  }),
  OPTION_INVALID: ({ option, value, expected }) => ({
    message: value === null ? `${option} cannot be given alone.` : `${option} cannot be "${value}".`,
    hint: value === null ? `Give ${say(expected)}.` : `Expected: ${say(expected)}.`,
  }),

  // ---- the run as a whole
  DIGEST_MISMATCH: ({ expected, actual }) => ({
    message: `The plan is not the approved one: its digest is ${actual}, expected was ${expected}.`,
    hint: 'Files or state have changed since. Read the plan again with "mendian plan", and approve its new digest.',
  }),
  NOT_CONFIRMED: ({ asked }) => ({
    message:
      asked === 'yes'
        ? 'The plan was not confirmed.'
        : 'Nobody can be asked here (no terminal), and --yes is not set.',
    hint:
      asked === 'yes'
        ? 'Nothing was sent. When the plan is right: "mendian apply".'
        : 'Read the plan with "mendian plan", then run "mendian apply --yes".',
  }),
  MAX_CHANGES: ({ changes, limit, stores }) => ({
    message: `${plural(changes, 'store')} of ${stores} would change, more than max_changes (${limit}) allows.`,
    hint: `Such a run is refused before anything is sent. If this is meant: apply --max-changes ${changes}; else look for a mistake in _defaults.yaml or in the settings.`,
  }),
  MAX_REVIEWS: ({ reviews, limit, stores }) => ({
    message: `${plural(reviews, 'picture review')} would start for ${stores} stores, more than max_reviews (${limit}) allows.`,
    hint: `Such a run is refused before anything is sent: a store under review may refuse other changes for days. If this is meant: apply --max-reviews ${reviews}.`,
  }),
  CANARY: ({ name, fields }) => ({
    message:
      fields === ''
        ? `The first store, ${name}, was sent, and nothing tells whether it arrived.`
        : `The first store, ${name}, was sent and accepted, but the live store does not show it (${fields}).`,
    hint: 'The run stopped before any other store. Look at this store in the WeChat console; the next apply verifies it before it sends anything.',
  }),
  RECORD_FAILED: ({ detail }) => ({
    message: `What was done could not be written to disk${describeSystem(detail)}, so the run stopped.`,
    hint: 'Keep the journal file beside the state: the next run folds it in and verifies each store before it sends. Make room or mend the permissions, then run apply again.',
  }),
  INTERRUPTED: ({ signal }) => ({
    message: `The run was ended by ${signal} before this was done.`,
    hint: 'What was finished is recorded. Run the same command again for the rest.',
  }),
  STOPPED: ({ cause }) => ({
    message: `Not attempted: the run stopped earlier (${cause}).`,
    hint: 'Mend the cause, which the report names, then run apply again.',
  }),
  SEVERAL_IN_A_ROW: ({ count, cause }) => ({
    message: `${count} stores in a row ended the same way (${cause}), so the run stopped.`,
    hint: 'Wait some minutes, then run apply again: it goes on where it stopped.',
  }),
  QUOTA_UNREADABLE: ({ cause }) => ({
    message: `How many calls are left today could not be read (${cause}).`,
    hint: null,
  }),
  QUOTA_SHORT: ({ remain, needed }) => ({
    message: `WeChat says that ${plural(remain, 'call')} of update_store are left today; ${needed} are needed.`,
    hint: 'The run stops when they are used up; what is left is sent by a run tomorrow.',
  }),

  // ---- one store
  NOT_IN_PLAN: ({ name }) => ({
    message: `${name} has a change that is not in the approved plan, or another one than was approved.`,
    hint: 'It was left alone. Make a new plan to include it.',
  }),
  INVALID_FILE: ({ file }) => ({
    message: `${file} has errors, so its store was left alone.`,
    hint: 'Mend the file; "mendian validate" lists all faults.',
  }),
  RELEASE_UNSURE: ({ name }) => ({
    message: `${name} has a record and no file, but some files could not be read: one of them may be this store's.`,
    hint: 'It is released by a later run, once all files are right.',
  }),
  STORES_DEFERRED: ({ count }) => ({
    message: `${plural(count, 'store')} ${count === 1 ? 'was' : 'were'} left for later; each says why.`,
    hint: 'Nothing is lost: run apply again when the reason is gone.',
  }),
  UNDER_REVIEW: ({ name }) => ({
    message: `${name} is under review at WeChat and takes no change now.`,
    hint: 'Nothing is lost: a later apply sends it once the review is over.',
  }),
  REVIEW_OVERDUE: ({ store, days, patience }) => ({
    message: `The review of ${store} began ${plural(days, 'day')} ago and has not ended (review_patience is ${plural(patience, 'day')}).`,
    hint: 'Look at this store in the WeChat console, or ask WeChat; set policy.review_patience higher to wait longer.',
  }),
  REJECTED: ({ name, reason }) => ({
    message: `WeChat rejected the pictures of ${name}${reason === null ? '' : ` (${reason})`}.`,
    hint: 'They are not sent again. Choose other pictures in the store file.',
  }),
  REFUSED_BEFORE: ({ code, date }) => ({
    message: `WeChat refused exactly this on ${date} (${code}).`,
    hint: 'It is tried again when the file changes, on the next day, or with --retry-refused.',
  }),
  DRIFTED: ({ field, recorded, live }) => ({
    message: `Somebody changed ${field} at WeChat: it is "${live}" now, "${recorded}" was sent last.`,
    hint: 'Take the live value into the file with "mendian drift --accept", or run apply with --overwrite-drift to replace it.',
  }),
  NAME_MISMATCH: ({ name, live }) => ({
    message: `The file says "${name}", but this poi_id is the shop "${live}" at WeChat.`,
    hint: 'Check the poi_id: a copied file may still hold another shop’s. If both names mean one shop, run apply with --accept-names.',
  }),
  UNCONFIRMED: ({ cause }) => ({
    message: `The update was sent, but no answer told whether it arrived (${cause}).`,
    hint: 'Run apply again: it reads the store first and sends only if it has to.',
  }),
  AUDIT_ID_UNKNOWN: ({ name }) => ({
    message: `The pictures of ${name} were changed, but the audit id did not come back.`,
    hint: 'The review is recorded as pending without an id.',
  }),

  // ---- answers of the platform
  PLATFORM_REFUSED: ({ errcode, errmsg }) => ({
    message: `WeChat refused it: ${errcodes[errcode].meaning} (${errcode} ${errmsg}).`,
    hint: errcodes[errcode].advice,
  }),
  PLATFORM_STOP: ({ errcode, errmsg }) => ({
    message: `WeChat refuses all calls: ${errcodes[errcode].meaning} (${errcode} ${errmsg}).`,
    hint: errcodes[errcode].advice,
  }),
  PLATFORM_BUSY: ({ errcode, errmsg }) => ({
    message: `WeChat is busy: ${errcodes[errcode].meaning} (${errcode} ${errmsg}).`,
    hint: errcodes[errcode].advice,
  }),
  UNKNOWN_ERRCODE: ({ errcode, errmsg }) => ({
    message: `WeChat refused it with a code that mendian does not know: ${errcode} ${errmsg}.`,
    hint: 'Look the code up on WeChat’s global return code page, and mend the store file if it names a value.',
  }),
  CLIENT_BUG: ({ errcode, errmsg }) => {
    const [meaning, cause] =
      errcode === null
        ? ['the call arrived without its length', errmsg]
        : [errcodes[errcode].meaning, `${errcode} ${errmsg}`];
    return {
      message: `WeChat could not understand the call: ${meaning} (${cause}).`,
      hint: errcode === null ? CALL_BUG : errcodes[errcode].advice,
    };
  },
  NETWORK: ({ host, detail, proxy }) => ({
    message: `No answer from ${host}: ${say(detail)}.`,
    hint:
      proxy === 'set'
        ? 'A proxy is set (HTTPS_PROXY or HTTP_PROXY): check that it works, or name the host in NO_PROXY.'
        : isLoopback(host)
          ? 'Start the emulator in another terminal: "mendian emulator --seed stores". For the real WeChat, leave WECHAT_API_BASE out.'
          : 'Check the network and WECHAT_API_BASE: "mendian doctor". Behind a company network, set HTTPS_PROXY.',
  }),
  HTTP_STATUS: ({ status }) => ({
    message: `WeChat’s gateway answered HTTP ${status}.`,
    hint: 'Try again in some minutes.',
  }),
  NOT_AN_ANSWER: ({ status, sort }) => ({
    message: `The answer is not JSON with an errcode (${say(sort)}), HTTP ${status}.`,
    hint: 'Something between here and WeChat answered instead, or WeChat is in trouble. Check WECHAT_API_BASE and proxies; try again in some minutes.',
  }),
  LIST_INCOMPLETE: ({ read, total }) => ({
    message: `The list of stores did not come whole: ${read} of ${total}, twice in a row.`,
    hint: 'Somebody adds or deletes stores right now, or WeChat is in trouble. Run it again in some minutes.',
  }),
  READ_INCOMPLETE: ({ detail }) => ({
    message: `The live store could not be understood: ${say(detail)}.`,
    hint: 'Nothing was sent for it. Please report this with the message.',
  }),
  API_BASE_INVALID: ({ value, detail }) => ({
    message: `WECHAT_API_BASE (${value ?? 'not shown here'}) cannot be used: ${say(detail)}.`,
    hint: 'Use https://…, or http:// to 127.0.0.1 or localhost for the emulator.',
  }),
  TOKEN_REFUSED: ({ errcode, errmsg }) => ({
    message: `WeChat refuses the access token (${errcode} ${errmsg}), and no newer one can be had.`,
    hint: 'With WECHAT_ACCESS_TOKEN or WECHAT_COMPONENT_ACCESS_TOKEN: get a fresh one. With MENDIAN_CREDENTIAL_COMMAND: check what it hands out, it gave the refused token again. With appid and secret: check that both belong to this account; the token is never renewed by force, since that would break other systems.',
  }),
};
