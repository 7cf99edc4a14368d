// What a workspace sets over its profile: a tree of the shape of a policy file, of which only what differs is kept.

export type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a path; undefined where there is none. */
export function at(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), tree);
}

/** The text at a path; empty where there is none. */
export const textAt = (tree: unknown, path: readonly string[]): string => {
  const value = at(tree, path);
  return value === undefined || value === null || typeof value === "object" ? "" : String(value);
};

/** The same tree with another value at a path; undefined takes it out, and with it what then is empty. */
export function put(tree: Tree, [key, ...rest]: readonly string[], value: unknown): Tree {
  if (key === undefined) return tree;
  const before = tree[key];
  const next = rest.length > 0 ? put(isTree(before) ? before : {}, rest, value) : value;
  const { [key]: _, ...others } = tree;
  const gone = next === undefined || (rest.length > 0 && isTree(next) && Object.keys(next).length === 0);
  return gone ? others : { ...others, [key]: next };
}

export interface Period {
  count: number;
  unit: "D" | "M" | "Y";
}

/** "P90D" as a number and a unit; undefined for what has several units or none. */
export function readPeriod(text: string): Period | undefined {
  const found = /^P(\d+)([DMY])$/.exec(text);
  return found ? { count: Number(found[1]), unit: found[2] as Period["unit"] } : undefined;
}

export const writePeriod = ({ count, unit }: Period) => `P${count}${unit}`;

/** What somebody typed as a tree; a message where it is none. */
export function readTree(text: string): Tree | string {
  if (!text.trim()) return {};
  try {
    const value: unknown = JSON.parse(text);
    return isTree(value) ? value : "{ }";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
