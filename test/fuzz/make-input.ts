import { mediaTypes, tarOf } from '../lambda/image/build-image.ts';
import { writeTar } from '../lambda/image/tar/write-tar.ts';
import { pick, seededRandom } from '../lambda/random.ts';
import { configurations } from './configurations.ts';
import { documents } from './documents.ts';
import { layers } from './layers.ts';
import { wrappings } from './wrappings.ts';

/** What an input is made of, by the names of structures. */
export interface Recipe {
  /** In their order: all entries of a layer. */
  layers: readonly (readonly string[])[];
  configuration: string;
  documents: string;
  layerWrapping: string;
  wrapping: string;
  /** How much there is of each. */
  sizes: { entries: number; configuration: number; documents: number; wrapping: number };
}

/** A sound image, to which a test adds what it is about. */
export const soundRecipe: Recipe = {
  layers: [[]],
  configuration: 'a plain one',
  documents: 'one image',
  layerWrapping: 'as it is',
  wrapping: 'as it is',
  sizes: { entries: 100, configuration: 1000, documents: 1, wrapping: 1 },
};

export function randomRecipe(seed: number): Recipe {
  const random = seededRandom(seed);
  function size(most: number): number {
    // As many small ones as large ones.
    return Math.ceil(most ** random());
  }
  return {
    layers: Array.from({ length: Math.ceil(random() * 3) }, () =>
      Array.from({ length: Math.ceil(random() * 3) }, () => pick(random, Object.keys(layers))),
    ),
    configuration: pick(random, Object.keys(configurations)),
    documents: random() < 0.6 ? 'one image' : pick(random, Object.keys(documents)),
    layerWrapping: random() < 0.6 ? 'gzip' : pick(random, Object.keys(wrappings)),
    wrapping: random() < 0.5 ? 'as it is' : pick(random, Object.keys(wrappings)),
    sizes: {
      entries: size(20_000),
      configuration: size(2_000_000),
      documents: size(5000),
      wrapping: size(1000),
    },
  };
}

/** Inputs have at most this many bytes: what is larger is cut off. */
const mostBytes = 1_000_000;

/** The bytes of an archive. `seed` is for what a recipe leaves open. */
export function makeInput(recipe: Recipe, seed: number): Buffer {
  const random = seededRandom(seed);
  const { sizes } = recipe;
  const tars = recipe.layers.map((names) =>
    writeTar(names.flatMap((name) => layers[name]!(random, sizes.entries))),
  );
  const wrapped = tars.map((tar) => ({
    bytes: wrappings[recipe.layerWrapping]!(tar, random, sizes.wrapping),
    mediaType: `${mediaTypes.layer}+gzip`,
  }));
  const configuration = configurations[recipe.configuration]!(random, sizes.configuration);
  const files = documents[recipe.documents]!({ layers: wrapped, configuration })(
    random,
    sizes.documents,
  );
  const bytes = wrappings[recipe.wrapping]!(tarOf(files), random, sizes.wrapping);
  return bytes.length <= mostBytes ? bytes : bytes.subarray(0, mostBytes);
}
