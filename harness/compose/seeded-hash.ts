/** Mixes a seed with a name, so that drills of one run differ in their chance and the same drill does not (FNV-1a). */
export const seededHash = (seed: number, name: string): number => {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let index = 0; index < name.length; index += 1) hash = Math.imul(hash ^ name.charCodeAt(index), 16777619) >>> 0;
  return hash;
};
