import type {z} from 'zod';

/** What a value of a type is called in a cohort file. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a set of keys and values',
};

/** The one issue to complain of: a mistyped key explains the required one that is missing. */
export function worstIssue(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  return issues.find(({code}) => code === 'unrecognized_keys') ?? issues[0];
}

/**
 * Says what is wrong with a value: `got 0, allowed is at least 1`.
 *
 * @param issue - of a parse with `reportInput`; the message of a custom issue or a union says what is allowed.
 */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const got = issue.input === undefined ? 'nothing' : JSON.stringify(issue.input);
  return `got ${got}, allowed is ${allowedBy(issue)}`;
}

function allowedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_NAMES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.join(', ');
    case 'too_small':
      return leastOf(issue);
    case 'too_big':
      return `at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function leastOf({origin, inclusive, minimum}: z.core.$ZodIssueTooSmall): string {
  if (origin === 'string') return 'a text that is not empty';
  if (origin === 'array') return `a list of at least ${minimum}`;
  return inclusive === false ? `more than ${minimum}` : `at least ${minimum}`;
}
