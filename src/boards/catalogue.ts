import type {BoardDescription} from '../core/board/board.js';
import {AGX_ORIN} from './catalogue/agx-orin.js';
import {AGX_XAVIER} from './catalogue/agx-xavier.js';
import {ORIN_NANO} from './catalogue/orin-nano.js';
import {ORIN_NX} from './catalogue/orin-nx.js';
import {TX2} from './catalogue/tx2.js';
import {TX2_NX} from './catalogue/tx2-nx.js';
import {XAVIER_NX} from './catalogue/xavier-nx.js';

/** Every board neuos knows, oldest first. Adding one is adding its file and its line here. */
export const CATALOGUE: readonly BoardDescription[] = [
  TX2,
  TX2_NX,
  AGX_XAVIER,
  XAVIER_NX,
  AGX_ORIN,
  ORIN_NX,
  ORIN_NANO,
];
