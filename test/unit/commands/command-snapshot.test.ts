import {readdirSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';

// What a script that calls neuos relies on. A change here is a change for its users: it belongs in the changelog, and
// `npx vitest run test/unit/commands -u` takes it over.
const COMMANDS = path.resolve('src/commands');
const GOLDEN = path.resolve('test/golden/commands');

/** Files of all commands, relative and without their ending: `boards/show`. */
const names = readdirSync(COMMANDS, {recursive: true, encoding: 'utf8'})
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''))
  .toSorted();

/** What of a flag, or an argument, a script can rely on. */
const FACTS = [
  'type',
  'char',
  'required',
  'multiple',
  'options',
  'default',
  'exclusive',
  'dependsOn',
  'hidden',
  'aliases',
] as const;

type Words = Readonly<Record<string, Readonly<Partial<Record<(typeof FACTS)[number], unknown>>>>>;

interface CommandClass {
  readonly args: Words;
  readonly baseFlags: Words;
  readonly flags: Words;
  readonly aliases: readonly string[];
  readonly hidden: boolean;
  readonly enableJsonFlag: boolean;
}

async function load(name: string): Promise<CommandClass> {
  const module = (await import(path.join(COMMANDS, `${name}.ts`))) as {default: CommandClass};
  return module.default;
}

function describeWords(words: readonly (readonly [string, Words[string]])[]): object {
  return Object.fromEntries(
    words.map(([name, word]) => [name, Object.fromEntries(FACTS.map((fact) => [fact, word[fact]]))]),
  );
}

function describeCommand({args, baseFlags, flags, aliases, hidden, enableJsonFlag}: CommandClass): object {
  return {
    aliases,
    hidden,
    json: enableJsonFlag,
    // Arguments go by position, flags by name.
    args: describeWords(Object.entries(args)),
    flags: describeWords(Object.entries({...baseFlags, ...flags}).toSorted(([a], [b]) => a.localeCompare(b))),
  };
}

describe('the command line', () => {
  it.each(names)('%s keeps its flags', async (name) => {
    const text = `${JSON.stringify(describeCommand(await load(name)), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(path.join(GOLDEN, `${name}.json`));
  });

  it('loses no command', () => {
    const kept = readdirSync(GOLDEN, {recursive: true, encoding: 'utf8'})
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.replace(/\.json$/, ''))
      .toSorted();
    expect(names).toEqual(expect.arrayContaining(kept));
  });
});
