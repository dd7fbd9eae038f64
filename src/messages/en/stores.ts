/** English texts of faults in files that people write. */
import { brief } from '../excerpt.ts';
import type { FaultTexts } from '../faults.ts';
import type { StoreFaults } from '../store-faults.ts';

const EXAMPLE = 'Write one range as HH:MM-HH:MM, for example 10:00-21:00.';

export const storeTexts: FaultTexts<StoreFaults> = {
  NOT_A_MAP: ({ sort }) => ({
    message:
      sort === 'empty'
        ? 'The file is empty, or holds only comments.'
        : `The file holds ${sort === 'list' ? 'a list' : 'a text'} instead of keys and values.`,
    hint:
      sort === 'list'
        ? 'One file holds one store: write its keys at the start of the lines, without "- ".'
        : 'Write the store, or remove the file. An empty file is never taken for a removed store.',
  }),
  UNKNOWN_KEY: ({ key, meant, known }) => ({
    message: `"${brief(key)}" is not a key that is known here.`,
    hint: meant === null ? `Known keys: ${known}.` : `Did you mean "${meant}"?`,
  }),
  API_READ_NAME: ({ key, meant }) => ({
    message: `"${key}" is the name under which WeChat shows this value; here it is "${meant}".`,
    hint: `Write "${meant}" in its place.`,
  }),
  READ_ONLY_FIELD: ({ key }) => ({
    message: `"${key}" cannot be changed through this API.`,
    hint: 'Remove it. Name, address, place, categories and papers are changed in the WeChat console.',
  }),
  NOT_IN_DEFAULTS: ({ key }) => ({
    message: `"${key}" belongs to one store and cannot be a default.`,
    hint: 'Move it into the store’s own file.',
  }),
  MISSING_KEY: ({ key, example }) => ({
    message: `"${key}" is missing.`,
    hint: `Add it, for example: ${example}`,
  }),
  EMPTY_VALUE: ({ key, cut }) => ({
    message: `"${key}" has no value.`,
    hint: cut
      ? 'What follows # is a comment. Put the value in quotes if the # belongs to it.'
      : key === 'card_id'
        ? 'Remove the line to leave the card alone, or write "" (in quotes) to send it empty.'
        : 'Write a value, or remove the line.',
  }),
  WRONG_TYPE: ({ key, expected, example }) => ({
    message: {
      text: `"${key}" must be one text.`,
      list: `"${key}" must be a list.`,
      map: `"${key}" must be keys and values.`,
      'item-text': `Each item of "${key}" must be one text.`,
      'item-map': `Each item of "${key}" must be keys and values.`,
    }[expected],
    hint: `Write, for example:\n${example}`,
  }),

  INVALID_VALUE: ({ key, value }) => ({
    message: `"${key}" cannot be "${brief(value)}".`,
    hint: 'docs/store-reference.md says what it may be.',
  }),
  INVALID_HOUR: ({ value, problem, write }) => {
    const texts = {
      'single-time': 'a single time; a range is needed',
      converted: 'a number; most likely a time that another tool converted (600 minutes are 10:00)',
      character: 'it has other characters than ASCII digits, ":" and "-"',
      blank: 'it has blanks',
      digits: 'each time needs two digits for the hour and two for the minute',
      several: 'the API takes one range only',
      'no-time': 'hours go from 00 to 23 and minutes from 00 to 59; only the end may be 24:00',
      same: 'opening and closing time are the same',
      form: 'it is no range of times',
    } as const;
    return {
      message: `hour "${brief(value)}": ${texts[problem]}${describeOdd(value)}.`,
      hint:
        problem === 'same'
          ? 'Write 00:00-24:00 for a store that never closes.'
          : write === null
            ? EXAMPLE
            : `Write ${write}`,
    };
  },
  OVERNIGHT_HOURS: ({ value }) => ({
    message: `hour ${value} ends after midnight; WeChat’s pages do not say that this is accepted.`,
    hint: 'It is sent as it is. Try it with one store first.',
  }),
  INVALID_PHONE: ({ value, character, write }) => ({
    message: `contract_phone "${brief(value)}"${character === null ? ' is no phone number' : ` has a character that is not allowed: ${character}`}.`,
    hint:
      write === null
        ? 'Write ASCII digits, parts joined by "-": 021-12345678, with extension 021-12345678-802.'
        : `Write ${write}`,
  }),
  UNUSUAL_PHONE: ({ value }) => ({
    message: `contract_phone ${brief(value)} has an unusual form.`,
    hint: 'WeChat’s rules for stores: landline 021-12345678 (extension: 021-12345678-802), mobile 13800000000, 400 or 800 numbers. It is sent as it is.',
  }),
  INVALID_ID: ({ key, value, character, write }) => ({
    message: `${key} "${brief(value)}" is no id${character === null ? '' : `: ${character} is not an ASCII digit`}.`,
    hint: write === null ? 'An id has 1 to 20 ASCII digits; put it in quotes.' : `Write ${key}: "${write}"`,
  }),
  INVALID_CARD: ({ value, character }) => ({
    message: `card_id "${brief(value)}" is no card id${character === null ? '' : `: ${character}`}.`,
    hint: 'A card id has letters, digits, "-" and "_", 64 at most, and one store has one card.',
  }),
  INVALID_PICTURE: ({ value, problem, character, write }) => {
    const messages = {
      host: `The picture "${brief(value)}" is not one that WeChat holds.`,
      'no-blank': `"${brief(value)}": a blank is missing after "-".`,
      character: `The picture "${brief(value)}" has a character that no address has${character === null ? '' : `: ${character}`}.`,
      address: `"${brief(value)}" is no picture address.`,
    } as const;
    const upload =
      'WeChat takes only its own pictures: put the file into the repository and write its path, such as ./photos/front.jpg, and apply uploads it; or write an address that WeChat gave (http://mmbiz.qpic.cn/…).';
    const hint = problem === 'character' ? 'Copy the address anew, without blanks around it.' : upload;
    return { message: messages[problem], hint: write === null ? hint : `Write\n${write}` };
  },
  PICTURES_AS_TEXT: ({ write }) => ({
    message: 'pic_list must be a list, not one text.',
    hint: `Write\n${write}`,
  }),
  PICTURE_COUNT: ({ count }) => ({
    message: count === 0 ? 'pic_list is empty.' : `pic_list has ${count} pictures; 9 are the most.`,
    hint: count === 0 ? 'Pictures are never cleared: list at least one.' : 'Remove some.',
  }),
  DUPLICATE_PICTURE: ({ value, other }) => ({
    message: `The picture ${brief(value)} is in the list already (line ${other}).`,
    hint: 'Remove one of both.',
  }),
  NAME_EMPTY: () => ({
    message: 'name is empty.',
    hint: 'Write what people call the store: it is shown in plans, and compared with the name at WeChat.',
  }),
  INVISIBLE_CHARACTER: ({ key, character }) => ({
    message: `${key} holds a character that cannot be seen: ${character}.`,
    hint: 'Type the value anew; such characters come along when text is copied.',
  }),

  MORE_FAULTS: ({ count }) => ({
    message: `${count} more findings in this file are not shown.`,
    hint: 'Mend the first ones, and run it again.',
  }),
  STORES_FOLDER_MISSING: ({ folder, reason }) => ({
    message:
      reason === 'missing'
        ? `There is no folder ${folder}.`
        : reason === 'file'
          ? `${folder} is not a folder.`
          : `${folder} is, or goes through, a symbolic link; links are not followed.`,
    hint: 'Run "mendian init" here, or go to the repository’s root (-C), or mend the setting "stores".',
  }),
  ACCOUNT_WITHOUT_STORES: ({ account, stores }) => ({
    message: `The account ${account} has no folder ${stores}, and nothing was sent for it yet.`,
    hint: `"mendian import --account ${account}" writes files for the stores that WeChat has. If the folder has another name, mend "stores" in mendian.yaml.`,
  }),
  STORES_OF_NOBODY: ({ what }) => ({
    message:
      what === 'file'
        ? 'The file belongs to no account, so it is not read.'
        : 'The folder holds .yaml files and belongs to no account, so they are not read.',
    hint: `Name its folder under "accounts" in mendian.yaml, or move the ${what} into an account’s folder.`,
  }),
  FILE_IGNORED: ({ reason }) => {
    const texts = {
      ending: [
        'The file is not read: its name does not end in .yaml or .yml (in small letters).',
        'Rename it if it is a store, or move it out of the folder.',
      ],
      underscore: [
        'The file is not read: of the names that begin with "_", only _defaults.yaml has a meaning.',
        'Rename it if it is a store.',
      ],
      link: ['The symbolic link is not followed.', 'Put a copy of the file in its place.'],
      special: ['This is neither a file nor a folder, and is not read.', 'Move it out of the folder.'],
    } as const;
    const [message, hint] = texts[reason];
    return { message, hint };
  },
  TWO_DEFAULTS: ({ other }) => ({
    message: `There is another file of defaults in this folder: ${other}.`,
    hint: 'Keep one of both.',
  }),
  DUPLICATE_POI_ID: ({ poi_id, other }) => ({
    message: `poi_id ${poi_id} is also in ${other}.`,
    hint: 'Neither is sent. Was a file copied? Each store has its own id.',
  }),
};

/** Names the first character that is not ASCII, by what it looks like and its code point. */
function describeOdd(value: string): string {
  const odd = [...value].find((character) => (character.codePointAt(0) ?? 0) > 0x7e);
  if (odd === undefined) return '';
  const point = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return ` ("${odd}" is U+${point})`;
}
