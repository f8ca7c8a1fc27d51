import path from 'node:path';
import type {CohortInput, CohortInstance} from '../core/cohort.js';
import type {InstanceDescription} from './cohort-schema.js';

/**
 * Fills in what a description leaves out: the name (the model's, numbered where it repeats) and the deadline (the
 * period).
 *
 * @param folder - what relative paths of models and inputs start from.
 */
export function toInstances(descriptions: readonly InstanceDescription[], folder: string): readonly CohortInstance[] {
  const names = uniqueNames(descriptions.map(({name, model}) => name ?? path.basename(model, '.onnx')));
  return descriptions.map((description, index) => ({
    name: names[index] ?? '',
    model: looksLikePath(description.model) ? path.resolve(folder, description.model) : description.model,
    batch: description.batch,
    engine: description.engine,
    periodUs: description.period,
    relativeDeadlineUs: description.deadline ?? description.period,
    offsetUs: description.offset,
    onMiss: description['on-miss'],
    criticality: description.criticality,
    ...(description['min-accuracy'] === undefined ? {} : {minAccuracy: description['min-accuracy']}),
    ...(description.input === undefined ? {} : {input: toInput(description.input, folder)}),
  }));
}

function toInput(input: NonNullable<InstanceDescription['input']>, folder: string): CohortInput {
  if (input === 'generated') return {kind: 'generated'};
  const {labels, resize, mean, std} = input;
  const images = path.resolve(folder, input.images);
  if (labels === undefined) return {kind: 'folder', folder: images, format: {resize, mean, deviation: std}};
  return {kind: 'images', images, labels: path.resolve(folder, labels)};
}

/** A sample network is named by its bare name; anything with a separator or an ending is a file. */
function looksLikePath(model: string): boolean {
  return model.includes('/') || model.endsWith('.onnx');
}

function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}
