import {readdirSync} from 'node:fs';
import type {BoardDescription} from '../core/board/board.js';

/** Modules, as compiled or as written, without their declarations. */
const MODULE = /(?<!\.d)\.[jt]s$/;

/** Every board neuos knows, by the age of its chip. Adding one is adding its file to the folder. */
export const CATALOGUE = await loadBoards(new URL('./catalogue/', import.meta.url));

/** The boards that the modules in a folder export. */
export async function loadBoards(folder: URL): Promise<readonly BoardDescription[]> {
  const files = readdirSync(folder).filter((name) => MODULE.test(name));
  const modules = await Promise.all(files.map((name) => import(new URL(name, folder).href) as Promise<object>));
  return modules.flatMap((module) => Object.values(module).filter(isBoard)).toSorted(byAge);
}

function isBoard(value: unknown): value is BoardDescription {
  return typeof value === 'object' && value !== null && 'space' in value && 'hardware' in value;
}

/** Chips are numbered by their age; of one chip, the first board has the shortest name. */
function byAge(a: BoardDescription, b: BoardDescription): number {
  const [first, second] = [a, b].map(({title, hardware}) => `${hardware?.soc ?? ''} ${title}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
}
