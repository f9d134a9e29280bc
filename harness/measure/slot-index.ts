const endings = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/** Where the ids of one stem are, which are all but for the last two digits: of a single one, `slot × 100 + ending`. */
type Page = number | Uint32Array;

/** Numbers ids from 0 in the order in which they are first seen. */
export type SlotIndex = {
  /** Gives the number of an id, the next one to an id that is new. */
  slotOf(id: string): number;
  /** Visits every id with its number, in no order that means anything. */
  forEach(visit: (slot: number, id: string) => void): void;
};

/**
 * Makes an index that needs little memory for ids that end in running numbers, `fd-1a2b3c4d-0000123`: a hundred of them share
 * one string and one array. Other ids are kept as they are.
 */
export const createSlotIndex = (): SlotIndex => {
  const pages = new Map<string, Page>();
  const others = new Map<string, number>();
  let next = 0;

  const slotOfNumbered = (stem: string, ending: number): number => {
    const page = pages.get(stem);
    if (page === undefined) {
      pages.set(stem, next * 100 + ending);
      return next++;
    }
    const slots = typeof page === 'number' ? openPage(page) : page;
    if (typeof page === 'number' && page % 100 !== ending) pages.set(stem, slots);
    const slot = slots[ending] ?? 0;
    if (slot > 0) return slot - 1;
    slots[ending] = next + 1;
    return next++;
  };

  return {
    slotOf(id) {
      const ending = endingOf(id);
      if (ending !== undefined) return slotOfNumbered(id.slice(0, -2), ending);
      const slot = others.get(id);
      if (slot !== undefined) return slot;
      others.set(id, next);
      return next++;
    },
    forEach(visit) {
      for (const [stem, page] of pages) {
        const slots = typeof page === 'number' ? openPage(page) : page;
        slots.forEach((slot, ending) => {
          if (slot > 0) visit(slot - 1, stem + (endings[ending] ?? ''));
        });
      }
      for (const [id, slot] of others) visit(slot, id);
    },
  };
};

const openPage = (single: number): Uint32Array => {
  const slots = new Uint32Array(100);
  slots[single % 100] = Math.floor(single / 100) + 1;
  return slots;
};

/** The number in the last two characters; none where they are not both digits. */
const endingOf = (id: string): number | undefined => {
  const [tens, ones] = [id.charCodeAt(id.length - 2) - 48, id.charCodeAt(id.length - 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : undefined;
};
