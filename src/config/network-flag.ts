import type {z} from 'zod';
import type {CohortInstance} from '../core/cohort.js';
import {UsageError} from '../core/errors.js';
import {toInstances} from './cohort-instance.js';
import {allowedKeys, instanceSchema, type InstanceDescription} from './cohort-schema.js';
import {describeIssue, worstIssue} from './schema-issue.js';

const NUMBERS = new Set(['batch', 'criticality', 'min-accuracy']);
const EXAMPLE = '--network resnet50-fmnist:batch=32,period=80ms';

/**
 * Reads the values of `--network MODEL:key=value,…` into instances; the keys are those of the cohort file.
 *
 * **Errors:** UsageError that names the flag's value, the key, got and allowed.
 */
export function parseNetworkFlags(values: readonly string[], folder: string): readonly CohortInstance[] {
  return toInstances(values.map(parseOne), folder);
}

function parseOne(text: string): InstanceDescription {
  const colon = text.lastIndexOf(':');
  const model = colon < 0 ? text : text.slice(0, colon);
  const settings = colon < 0 ? [] : text.slice(colon + 1).split(',');
  const description: Record<string, unknown> = {model};
  for (const setting of settings) {
    const [key = '', value] = setting.split('=', 2);
    if (value === undefined) throw invalid(text, `'${setting}' is not of the form key=value`);
    description[key] = NUMBERS.has(key) ? numberOf(value) : value;
  }
  const parsed = instanceSchema.safeParse(description, {reportInput: true});
  if (parsed.success) return parsed.data;
  const issue = worstIssue(parsed.error.issues);
  throw invalid(text, issue === undefined ? 'not a network' : describe(issue));
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return `${issue.path.join('.')}: ${describeIssue(issue)}`;
  return `${issue.keys.join(', ')}: unknown key, allowed are ${allowedKeys(['instances']).join(', ')}`;
}

/** What is no number stays a text, so that the schema says what was got. */
function numberOf(text: string): number | string {
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? text : value;
}

function invalid(text: string, what: string): UsageError {
  return new UsageError(`--network ${text}: ${what}`, {suggestions: [`neuos run ${EXAMPLE}`]});
}
