import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';

import {DataError} from '../core/errors.js';

/** A file of a class. */
export interface LabelledFile {
  readonly file: string;
  readonly label: number;
}

/**
 * Lists the files of a folder that has one folder for each class. Classes are numbered in the order of their names, as
 * PyTorch's ImageFolder does; names that are all whole numbers are the classes themselves.
 *
 * **Errors:** DataError when there is no such folder, when it has not as many classes as the network, or an empty one.
 */
export async function listClasses(folder: string, classes: number): Promise<readonly LabelledFile[]> {
  const names = await foldersIn(folder);
  const numbered = names.every((name) => /^\d{1,9}$/.test(name));
  if (names.length === 0) {
    throw new DataError(`${folder} has no folders: allowed is one folder of images for each class.`);
  }
  if (!numbered && names.length !== classes) {
    throw new DataError(`${folder} has ${names.length} folders of classes, the network tells ${classes} apart.`);
  }
  const outside = numbered ? names.find((name) => Number(name) >= classes) : undefined;
  if (outside !== undefined) {
    throw new DataError(`${folder} has a class ${outside}, the network tells 0 to ${classes - 1} apart.`);
  }
  const files: LabelledFile[] = [];
  for (const [position, name] of names.entries()) {
    const own = path.join(folder, name);
    const found = (await namesIn(own)).toSorted();
    if (found.length === 0) throw new DataError(`${own} is empty: allowed is one image or more for each class.`);
    files.push(...found.map((file) => ({file: path.join(own, file), label: numbered ? Number(name) : position})));
  }
  return files;
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const name of (await namesIn(folder)).toSorted()) {
    if ((await stat(path.join(folder, name))).isDirectory()) folders.push(name);
  }
  return folders;
}

/** Names but for hidden ones, which file managers leave behind. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    const {code} = cause as NodeJS.ErrnoException;
    const reason =
      code === 'ENOTDIR' ? 'it is a file, which needs labels' : code === 'ENOENT' ? 'it does not exist' : (code ?? '');
    throw new DataError(`Cannot read ${folder} as a folder of images by class: ${reason}.`, {cause});
  });
  return names.filter((name) => !name.startsWith('.'));
}
