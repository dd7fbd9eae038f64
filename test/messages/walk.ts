/** Calls every text of two tables with made-up values of the right types, which the compiler tells from `typeof en`. */
import { resolve } from 'node:path';
import ts from 'typescript';
import { openExport } from '../../scripts/reference/open-export.ts';
import { en, type Messages } from '../../src/messages/en.ts';
import { zhCN } from '../../src/messages/zh-CN.ts';

/** One text in both languages, made with the same values; null where there is none. */
export interface Pair {
  /** Such as `faults.LOCKED.hint`. */
  readonly path: string;
  readonly en: string | null;
  readonly zh: string | null;
}

/** Values that are told from words of a sentence in any language. */
const TEXT = 'Q7x';
const NUMBERS = [3, 1, 0];
const DEEPEST = 6;

/** All texts of both tables. Functions are called until each literal of each parameter was given once. */
export function walkTexts(): readonly Pair[] {
  const { checker, type, place } = readType();
  const pairs = walk({ checker, place }, type, { path: '', en, zh: zhCN satisfies Messages });
  return [...new Map(pairs.map((pair) => [`${pair.path}\n${pair.en}\n${pair.zh}`, pair])).values()];
}

interface Types {
  readonly checker: ts.TypeChecker;
  readonly place: ts.Node;
}

interface Values {
  readonly path: string;
  readonly en: unknown;
  readonly zh: unknown;
}

function readType(): Types & { readonly type: ts.Type } {
  const file = resolve(import.meta.dirname, '../../src/messages/en.ts');
  const { checker, source, symbol } = openExport(file, 'en');
  return { checker, place: source, type: checker.getTypeOfSymbol(symbol) };
}

function walk(types: Types, type: ts.Type, { path, en: english, zh }: Values): readonly Pair[] {
  if (typeof english === 'string' || english === null || zh === null || typeof zh === 'string')
    return [{ path, en: asText(english), zh: asText(zh) }];
  if (typeof english === 'function' && typeof zh === 'function')
    return callAll(types, type, { path, en: english, zh });
  if (Array.isArray(english) && Array.isArray(zh))
    return [{ path, en: english.join('\n'), zh: zh.join('\n') }];
  const [left, right] = [asMembers(english), asMembers(zh)];
  return Object.keys(left).flatMap((name) => {
    const member = type.getProperty(name);
    const inner = member === undefined ? type : types.checker.getTypeOfSymbolAtLocation(member, types.place);
    return walk(types, inner, {
      path: path === '' ? name : `${path}.${name}`,
      en: left[name],
      zh: right[name],
    });
  });
}

function callAll(types: Types, type: ts.Type, { path, en: english, zh }: Values): readonly Pair[] {
  const [signature] = type.getCallSignatures();
  const parameters = (signature?.getParameters() ?? []).map((parameter) =>
    samplesOf(types, types.checker.getTypeOfSymbolAtLocation(parameter, types.place)),
  );
  return combine(parameters).flatMap((values) => {
    const [left, right] = [english, zh].map((text) => (text as (...given: unknown[]) => unknown)(...values));
    return walk(types, type, { path, en: left, zh: right });
  });
}

/** Values of a type: each literal of a union, null where it may be, and others made up. */
function samplesOf(types: Types, type: ts.Type, depth = 0): readonly unknown[] {
  // Phrases are texts of the tables themselves, and each is walked there.
  if (type.aliasSymbol?.name === 'Phrase') return ['no-reason-given', { quoted: TEXT }];
  if (type.isUnion()) return type.types.flatMap((each) => samplesOf(types, each, depth));
  if (type.isStringLiteral() || type.isNumberLiteral()) return [type.value];
  const { flags } = type;
  if (flags & ts.TypeFlags.BooleanLiteral) return [types.checker.typeToString(type) === 'true'];
  if (flags & ts.TypeFlags.String) return [TEXT];
  if (flags & ts.TypeFlags.Number) return NUMBERS;
  if (flags & ts.TypeFlags.Null) return [null];
  if (flags & ts.TypeFlags.Undefined) return [undefined];
  if (depth > DEEPEST) throw new Error(`${types.checker.typeToString(type)} is too deep for samples`);
  if (types.checker.isArrayType(type)) return samplesOfList(types, type, depth);
  if (type.getCallSignatures().length > 0) return [() => TEXT];
  const members = type.getProperties().map((member) => {
    const inner = types.checker.getTypeOfSymbolAtLocation(member, types.place);
    return samplesOf(types, inner, depth + 1).map((value) => [member.name, value] as const);
  });
  return combine(members).map((entries) => Object.fromEntries(entries as (readonly [string, unknown])[]));
}

function samplesOfList(types: Types, type: ts.Type, depth: number): readonly unknown[] {
  const [item] = types.checker.getTypeArguments(type as ts.TypeReference);
  const items = item === undefined ? [] : samplesOf(types, item, depth + 1);
  return [items.slice(0, 1), Array.from({ length: 12 }, (_, index) => items[index % items.length])];
}

/** Lists of values, one of each: as many as the longest has, and as many again with the others moved on. */
function combine(lists: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  const longest = Math.max(1, ...lists.map(({ length }) => length));
  return Array.from({ length: longest * (lists.length > 1 ? 3 : 1) }, (_, turn) =>
    lists.map((list, index) => list[(turn + Math.floor(turn / longest) * index) % list.length]),
  );
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function asMembers(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error(`${String(value)} is no part of a table`);
  // Just checked; the names are read from the other language's table, which the compiler holds to be alike.
  return value as Readonly<Record<string, unknown>>;
}
