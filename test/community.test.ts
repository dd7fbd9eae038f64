/** Issue forms are what GitHub takes, and what the repository says to those who come names things that there are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';

const ROOT = resolve(import.meta.dirname, '..');
const FORMS = '.github/ISSUE_TEMPLATE';
const REPOSITORY = 'https://github.com/mendian/mendian/';
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

type Members = Readonly<Record<string, unknown>>;

/** Which members an element may have, and which it must have; GitHub's page "Syntax for GitHub's form schema". */
interface Rule {
  readonly needs: readonly string[];
  readonly takes: readonly string[];
}

const TOP: Rule = {
  needs: ['name', 'description', 'body'],
  takes: ['title', 'labels', 'assignees', 'projects', 'type'],
};
const TEXT: Rule = { needs: ['label'], takes: ['description', 'placeholder', 'value'] };
const ATTRIBUTES: Readonly<Record<string, Rule>> = {
  markdown: { needs: ['value'], takes: [] },
  input: TEXT,
  textarea: { needs: TEXT.needs, takes: [...TEXT.takes, 'render'] },
  dropdown: { needs: ['label', 'options'], takes: ['description', 'multiple', 'default'] },
  checkboxes: { needs: ['label', 'options'], takes: ['description'] },
};
const OPTION: Rule = { needs: ['label'], takes: ['required'] };

const asMembers = (value: unknown): Members => Object(value);
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function checkMembers(where: string, value: unknown, { needs, takes }: Rule): readonly string[] {
  const members = Object.keys(asMembers(value));
  return [
    ...needs.filter((key) => !members.includes(key)).map((key) => `${where} has no ${key}`),
    ...members
      .filter((key) => ![...needs, ...takes].includes(key))
      .map((key) => `${where} has the unknown ${key}`),
  ];
}

/** Findings in a form's text; empty where GitHub would show it. */
function checkForm(text: string): readonly string[] {
  const document = parseDocument(text);
  if (document.errors.length > 0) return document.errors.map(({ message }) => message);
  const form = asMembers(document.toJS());
  const body = asList(form.body).map(asMembers);
  const labels = body
    .map(({ attributes }) => asMembers(attributes).label)
    .filter((label) => label !== undefined);
  const ids = body.map(({ id }) => id).filter((id) => id !== undefined);
  return [
    ...checkMembers('the form', form, TOP),
    ...['name', 'description']
      .filter((key) => typeof form[key] !== 'string')
      .map((key) => `${key} is no text`),
    ...body.flatMap((element, index) => checkElement(`element ${index + 1}`, element)),
    ...(body.some(({ type }) => type !== 'markdown') ? [] : ['nothing can be filled in']),
    ...listTwice(ids).map((id) => `the id ${id} comes twice`),
    ...listTwice(labels.map((label) => String(label).toLowerCase())).map(
      (label) => `the label ${label} comes twice`,
    ),
  ];
}

function checkElement(where: string, element: Members): readonly string[] {
  const { type, id, attributes, validations } = element;
  const rule = ATTRIBUTES[String(type)];
  if (rule === undefined) return [`${where} is of the unknown type ${type}`];
  const isText = type === 'markdown';
  return [
    ...checkMembers(where, element, {
      needs: ['type', 'attributes'],
      takes: isText ? [] : ['id', 'validations'],
    }),
    ...checkMembers(`${where}'s attributes`, attributes, rule),
    ...checkMembers(`${where}'s validations`, validations, { needs: [], takes: ['required'] }),
    ...(id === undefined || /^[\w-]+$/u.test(String(id)) ? [] : [`${where} has an id of other signs: ${id}`]),
    ...(['undefined', 'boolean'].includes(typeof asMembers(validations).required)
      ? []
      : [`${where}: required is neither true nor false`]),
    ...checkOptions(where, String(type), asMembers(attributes).options),
  ];
}

function checkOptions(where: string, type: string, options: unknown): readonly string[] {
  if (options === undefined) return [];
  const list = asList(options);
  const names = type === 'checkboxes' ? list.map((option) => asMembers(option).label) : list;
  return [
    ...(list.length === 0 ? [`${where} has no options`] : []),
    ...(type === 'checkboxes'
      ? list.flatMap((option) => checkMembers(`${where}'s option`, option, OPTION))
      : []),
    ...names
      .filter((name) => typeof name !== 'string')
      .map((name) => `${where}: the option ${name} is no text`),
    ...listTwice(names).map((name) => `${where}: the option ${name} comes twice`),
    ...(type === 'dropdown' && names.includes('None') ? [`${where}: GitHub adds None by itself`] : []),
  ];
}

const listTwice = (values: readonly unknown[]): readonly unknown[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

const forms = readdirSync(join(ROOT, FORMS)).filter((file) => file !== 'config.yml');

describe('issue forms', () => {
  test.each(forms)('%s is one that GitHub shows', (file) => {
    expect(file).toMatch(/\.yml$/u);
    expect(checkForm(read(`${FORMS}/${file}`))).toEqual([]);
  });

  test('have names that tell them apart', () => {
    const names = forms.map((file) => parseDocument(read(`${FORMS}/${file}`)).get('name'));
    expect(listTwice(names)).toEqual([]);
    expect(names.length).toBeGreaterThan(1);
  });

  test('of a fault ask for version, command, output and doctor', () => {
    const { body } = parseDocument(read(`${FORMS}/bug.yml`)).toJS();
    expect(body.map(({ id }: { id?: string }) => id)).toEqual([
      undefined,
      'version',
      'command',
      'output',
      'expected',
      'doctor',
    ]);
  });

  const GOOD = read(`${FORMS}/bug.yml`);
  test.each([
    ['an unknown type', 'type: input', 'type: inputs', 'element 2 is of the unknown type inputs'],
    ['an id twice', 'id: command', 'id: version', 'the id version comes twice'],
    [
      'a label twice',
      'label: Command · 命令',
      'label: version · 版本',
      'the label version · 版本 comes twice',
    ],
    ['a missing label', '      label: Expected · 预期\n', '', "element 5's attributes has no label"],
    [
      'an unknown member',
      'placeholder: 0.1.0',
      'placeholders: 0.1.0',
      "element 2's attributes has the unknown placeholders",
    ],
    [
      'a word for a yes',
      'required: true',
      'required: maybe',
      'element 2: required is neither true nor false',
    ],
    ['a missing name', /^name: .*\n/u, '', 'the form has no name'],
    ['broken YAML', 'labels: [bug]', 'labels: [bug', /Flow sequence/u],
  ])('are refused with %s', (_what, from, to, finding) => {
    const bad = GOOD.replace(from, to);
    expect(bad).not.toBe(GOOD);
    expect(checkForm(bad).join('\n')).toMatch(finding);
  });

  test('send those who come with something else to places that there are', () => {
    const { contact_links, ...others } = parseDocument(read(`${FORMS}/config.yml`)).toJS();
    expect(others).toEqual({ blank_issues_enabled: true });
    for (const link of contact_links) {
      expect(Object.keys(link)).toEqual(['name', 'url', 'about']);
      const [, file] = /^blob\/main\/(.*)$/u.exec(link.url.replace(REPOSITORY, '')) ?? [];
      if (file === undefined) expect(link.url).toBe(`${REPOSITORY}security/advisories/new`);
      else expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
    }
  });
});

describe('CODEOWNERS', () => {
  const rules = read('.github/CODEOWNERS')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/u));

  test('names teams of the organisation that the repository belongs to, and leaves nothing without an owner', () => {
    expect(rules[0]?.[0]).toBe('*');
    for (const [pattern, ...owners] of rules) {
      expect([pattern, owners.length > 0]).toEqual([pattern, true]);
      for (const owner of owners) expect(owner).toMatch(/^@mendian\/[a-z-]+$/u);
    }
  });
});

test('the pull request template is a comment: whoever ignores it leaves nothing behind', () => {
  expect(
    read('.github/pull_request_template.md')
      .replaceAll(/<!--[\s\S]*?-->/gu, '')
      .trim(),
  ).toBe('');
});
