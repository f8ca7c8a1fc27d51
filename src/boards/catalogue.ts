import type {BoardDescription} from '../core/board/board.js';
import {AGX_XAVIER} from './catalogue/agx-xavier.js';
import {TX2} from './catalogue/tx2.js';

/** Every board neuos knows. Adding one is adding its file and its line here. */
export const CATALOGUE: readonly BoardDescription[] = [TX2, AGX_XAVIER];
