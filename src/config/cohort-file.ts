import {readFileSync} from 'node:fs';
import path from 'node:path';
import {isNode, LineCounter, parseDocument, type Document} from 'yaml';
import type {z} from 'zod';
import type {Cohort} from '../core/cohort.js';
import {DataError} from '../core/errors.js';
import {toInstances} from './cohort-instance.js';
import {allowedKeys, cohortSchema} from './cohort-schema.js';
import {describeIssue, worstIssue} from './schema-issue.js';

const MENDING = ['neuos run --help', 'see docs/cohort-files.md for every key'];

/**
 * Reads a cohort file.
 *
 * **Errors:** DataError with file, line and column: not there, not YAML, an unknown key, a value that is not allowed.
 */
export function readCohortFile(file: string): Cohort {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), {lineCounter: lines});
  const syntax = document.errors[0];
  if (syntax !== undefined) {
    const {line, col} = lines.linePos(syntax.pos[0]);
    throw invalid(`${file}:${line}:${col}`, (syntax.message.split('\n')[0] ?? '').replace(/ at line .*$/, ''));
  }
  const parsed = cohortSchema.safeParse(document.toJS(), {reportInput: true});
  if (!parsed.success) throw schemaError(file, document, lines, parsed.error.issues);
  const {instances, tables, 'power-cap': powerCapMw, ...rest} = parsed.data;
  const folder = path.dirname(file);
  return {
    place: file,
    ...withoutUndefined(rest),
    ...(powerCapMw === undefined ? {} : {powerCapMw}),
    ...(tables === undefined ? {} : {tables: path.resolve(folder, tables)}),
    instances: toInstances(instances, folder),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new DataError(`${file}: the cohort file cannot be read: ${(cause as NodeJS.ErrnoException).code ?? ''}`, {
      suggestions: [
        'neuos run --cohort profiles/cohorts/demo.yaml',
        'neuos run --network resnet50-fmnist:batch=32,period=80ms',
      ],
      cause,
    });
  }
}

function schemaError(
  file: string,
  document: Document,
  lines: LineCounter,
  issues: readonly z.core.$ZodIssue[],
): DataError {
  const issue = worstIssue(issues);
  if (issue === undefined) return invalid(file, 'not a cohort');
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const keys = unknownKey === undefined ? issue.path : [...issue.path, unknownKey];
  const offset = offsetOf(document, keys);
  const {line, col} = lines.linePos(offset);
  const where = keys.length === 0 ? '' : `${keys.join('.')}: `;
  const what =
    unknownKey === undefined ? describeIssue(issue) : `unknown key, allowed are ${allowedKeys(issue.path).join(', ')}`;
  return invalid(`${file}:${line}:${col}`, `${where}${what}`);
}

/** Where a key, or else the nearest node around it, stands in the file. */
function offsetOf(document: Document, keys: readonly PropertyKey[]): number {
  const parent = keys.length < 2 ? document.contents : document.getIn(keys.slice(0, -1), true);
  const pair = isNode(parent) && 'items' in parent ? findPair(parent.items, keys.at(-1)) : undefined;
  if (pair !== undefined) return pair;
  for (let length = keys.length; length > 0; length -= 1) {
    const node = document.getIn(keys.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function findPair(items: readonly unknown[], name: PropertyKey | undefined): number | undefined {
  for (const item of items) {
    const key = (item as {key?: {value?: unknown; range?: readonly number[]}}).key;
    if (key?.value === name && key?.range !== undefined) return key.range[0];
  }
  return undefined;
}

function withoutUndefined<T extends object>(value: T): {[K in keyof T]: Exclude<T[K], undefined>} {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function invalid(place: string, what: string): DataError {
  return new DataError(`${place}: ${what}`, {suggestions: MENDING});
}
