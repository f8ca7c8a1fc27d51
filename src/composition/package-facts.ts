import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

export const NEUOS_VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {version: string}
).version;

/** Where the sample networks and their images are. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../models', import.meta.url));

/** The four sample networks, in the order in which they are profiled. */
export const SAMPLE_NETWORKS = ['alexnet-fmnist', 'vgg19-fmnist', 'googlenet-fmnist', 'resnet50-fmnist'] as const;
