import {accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync} from 'node:fs';
import path from 'node:path';
import type {NodeReader} from '../core/board/node-reader.js';

/** Whether this process may read and write a node. */
export interface NodeAccess {
  readonly exists: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
}

/** The kernel's files, read-only, under a root: `/` on a board, a mounted copy in a container, a folder in a test. */
export class SysfsTree implements NodeReader {
  readonly root: string;

  constructor(root = '/') {
    this.root = realpathSync(root);
  }

  /** Where a node is on this machine. */
  locate(node: string): string {
    return path.join(this.root, node);
  }

  /** A node's text without the line's end and without the device tree's NUL. **Errors:** the kernel's own. */
  read(node: string): string {
    return readFileSync(this.locate(node), 'utf8').replace(/[\n\0]+$/, '');
  }

  /** A node's text; undefined when it cannot be read or is empty. */
  tryRead(node: string): string | undefined {
    try {
      const text = this.read(node).trim();
      return text === '' ? undefined : text;
    } catch {
      return undefined;
    }
  }

  /** A node's number; undefined when it cannot be read or is none. */
  tryNumber(node: string): number | undefined {
    const text = this.tryRead(node);
    return text === undefined || !/^-?\d+$/.test(text) ? undefined : Number(text);
  }

  /** Names in a folder, in order; none when it is not there. */
  list(folder: string): readonly string[] {
    try {
      return readdirSync(this.locate(folder)).toSorted((a, b) => a.localeCompare(b, 'en', {numeric: true}));
    } catch {
      return [];
    }
  }

  exists(node: string): boolean {
    return existsSync(this.locate(node));
  }

  /** The node behind all symbolic links; undefined when it is not there or lies outside the root. */
  resolve(node: string): string | undefined {
    try {
      const real = realpathSync(this.locate(node));
      const relative = path.relative(this.root, real);
      return relative.startsWith('..') ? undefined : `/${relative}`;
    } catch {
      return undefined;
    }
  }

  access(node: string): NodeAccess {
    const may = (mode: number) => {
      try {
        accessSync(this.locate(node), mode);
        return true;
      } catch {
        return false;
      }
    };
    return {exists: this.exists(node), readable: may(constants.R_OK), writable: may(constants.W_OK)};
  }
}
