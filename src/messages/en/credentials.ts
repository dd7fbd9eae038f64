/** English texts about credentials. */
import type { CredentialFaults } from '../credential-faults.ts';
import type { FaultTexts } from '../faults.ts';
import { list } from './words.ts';

const DOCS = 'docs/third-party.md says more.';

const MOST_NAMED = 3;

const nameAll = (names: readonly string[]): string => names.join(', ').replace(/, ([^,]*)$/u, ' and $1');

const SECRETS = {
  json: 'is not JSON',
  object: 'is not a JSON object',
  text: 'holds a value that is no text',
} as const;

const REFUSED = {
  inside: 'lies inside the repository',
  link: 'is a symbolic link',
  'no-folder': 'is not a folder',
  writable: 'may be written by other users of this machine',
  system: 'cannot be used',
} as const;

const CHOOSE = 'Choose a folder of its own outside the repository, such as ~/.mendian-tokens, with mode 700.';

const REFUSED_HINTS = {
  inside: `A commit would publish the tokens. ${CHOOSE}`,
  link: 'Set MENDIAN_TOKEN_STORE to the folder that the link leads to.',
  'no-folder': CHOOSE,
  writable: 'They could put their own tokens there. Run "chmod 700" on it, after a look at what lies in it.',
  system: 'Check that the folder exists, or may be made, and that you may read and write it.',
} as const;

const DAMAGED = {
  json: 'is no whole JSON',
  members: 'lacks what belongs in it',
  other: 'belongs to another appid',
  link: 'is a symbolic link',
  special: 'is no plain file',
  large: 'is too large',
  unreadable: 'cannot be read',
} as const;

export const credentialTexts: FaultTexts<CredentialFaults> = {
  NO_CREDENTIALS: ({ missing, way }) => ({
    message: `No credentials: ${missing.length > MOST_NAMED ? list(missing) : nameAll(missing)} ${missing.length > 1 ? 'are' : 'is'} not set.`,
    hint: {
      secret:
        'Set WECHAT_APPID and WECHAT_SECRET in the environment, or WECHAT_ACCESS_TOKEN. To try without an account: "mendian emulator", or "mendian demo".',
      own:
        missing.length > 1
          ? 'The accounts name these variables as secret_env in mendian.yaml, so no other way is tried. Set them, or give them as members of MENDIAN_SECRETS.'
          : 'The account names this variable as secret_env in mendian.yaml, so no other way is tried. Set it, or give it as a member of MENDIAN_SECRETS.',
      platform: `A third-party platform is set up by half, by its variables or as refresh_token_env in mendian.yaml. Set what is missing, or take the rest away. ${DOCS}`,
    }[way],
  }),
  ACCOUNT_WITHOUT_CREDENTIALS: ({ account }) => ({
    message: `No credentials for the account ${account}: with several accounts in a run, each needs its own.`,
    hint: `Name a variable with its secret as secret_env in mendian.yaml, or set MENDIAN_CREDENTIAL_COMMAND or a third-party platform. WECHAT_SECRET is read where a run has one account: --account ${account}.`,
  }),
  CREDENTIAL_FOR_ONE: ({ account, variable }) => ({
    message: `${variable} belongs to one merchant, and this run has several accounts: it is not used for ${account}.`,
    hint: `With one merchant’s token, stores of another could be changed. Choose one account (--account ${account}), or unset ${variable} and give each account its own way: secret_env in mendian.yaml, or MENDIAN_CREDENTIAL_COMMAND.`,
  }),
  APPID_MISSING: ({ account }) => ({
    message: `The appid of the account ${account} is not known.`,
    hint: `Write it as appid of ${account} in mendian.yaml. WECHAT_APPID is read where a run has one account.`,
  }),
  APPIDS_DIFFER: ({ account, used, unused }) => ({
    message: `The account ${account} has the appid ${used} in mendian.yaml, and WECHAT_APPID is ${unused}: ${used} is used.`,
    hint: 'Unset WECHAT_APPID, or correct the one that is wrong.',
  }),
  SECRETS_UNREADABLE: ({ problem }) => ({
    message: `MENDIAN_SECRETS ${SECRETS[problem]}.`,
    hint: 'It is a JSON object of names and secrets. In a workflow of GitHub, write it as toJSON(secrets) in an expression.',
  }),

  COMMAND_UNREADABLE: () => ({
    message:
      'MENDIAN_CREDENTIAL_COMMAND cannot be read: a quotation mark is not closed, or it names no program.',
    hint: 'Write the program and its arguments with blanks between them; what holds a blank stands in single or double quotation marks. There is no shell.',
  }),
  COMMAND_FAILED: ({ account, problem, detail, stderr }) => ({
    message: `The credential command gave no token for ${account}: ${
      {
        start: `it could not be started (${detail})`,
        exit: `it ended with exit code ${detail}`,
        signal: `it was ended by ${detail}`,
        time: `it did not end within ${detail} seconds`,
        stopped: 'it was ended, since this run is being stopped',
        long: `it printed more than ${detail} kilobytes`,
        'not-json': 'what it printed is no JSON object',
        'no-token': 'what it printed holds no access_token',
        'no-expiry': 'what it printed holds no expires_in, the seconds that the token is still good for',
      }[problem]
    }${stderr === '' ? '' : `; its last words: ${stderr}`}.`,
    hint: `Run it by hand: it is given {"account","appid"} on standard input, and prints {"access_token","expires_in"} alone. ${DOCS}`,
  }),

  REFRESH_TOKEN_MISSING: ({ appid, variable }) => ({
    message: `No refresh token for ${appid}: the token store holds none, and ${variable === null ? 'the account names no refresh_token_env' : `${variable} is not set`}.`,
    hint: `${
      variable === null
        ? 'Name a variable as refresh_token_env of the account in mendian.yaml, and set it'
        : `Set ${variable}`
    } to the refresh token that the merchant’s authorisation gave; from then on the token store keeps the newer ones. ${DOCS}`,
  }),
  TOKEN_STORE_REFUSED: ({ problem, detail }) => ({
    message: `The folder of MENDIAN_TOKEN_STORE ${REFUSED[problem]}${detail === '' ? '' : ` (${detail})`}.`,
    hint: REFUSED_HINTS[problem],
  }),
  TOKEN_STORE_OPEN: ({ mode }) => ({
    message: `Other users of this machine may look into the folder of MENDIAN_TOKEN_STORE (mode ${mode}).`,
    hint: 'They cannot read the tokens, but see whose there are. Run "chmod 700" on it.',
  }),
  TOKEN_STORE_DAMAGED: ({ file, problem }) => ({
    message: `${file} in MENDIAN_TOKEN_STORE ${DAMAGED[problem]}; nothing was asked for and nothing changed.`,
    hint: 'Put back the file from a backup. Without one, move it away and set the variable with the refresh token; if that one is refused, the merchant must authorise again.',
  }),
  TOKEN_STORE_FAILED: ({ when, file, detail }) => ({
    message:
      when === 'before'
        ? `${file} cannot be written in MENDIAN_TOKEN_STORE (${detail}), so no token was asked for.`
        : `WeChat gave a new refresh token, and ${file} could not be written in MENDIAN_TOKEN_STORE (${detail}); nothing was sent with it.`,
    hint:
      when === 'before'
        ? 'Make room and check the rights of the folder; then run again. Nothing is lost.'
        : 'Make room, check the rights of the folder, and run again within five minutes: that long the old refresh token is good. After that, the merchant must authorise again.',
  }),
  TOKEN_STORE_BUSY: ({ file }) => ({
    message: `Another process holds ${file} in MENDIAN_TOKEN_STORE for too long.`,
    hint: 'Run again in some minutes. A lock that a dead process left is taken over by itself.',
  }),
};
