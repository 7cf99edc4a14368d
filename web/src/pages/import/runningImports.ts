import { useSyncExternalStore } from "react";

// Which imports this browser started, so that their progress survives leaving the page and reloading it.
const nameOf = (slug: string) => `probity.imports.${slug}`;
const changed = "probity-imports";

const read = (slug: string) => localStorage.getItem(nameOf(slug)) ?? "";

function write(slug: string, ids: string[]) {
  if (ids.length) localStorage.setItem(nameOf(slug), ids.join());
  else localStorage.removeItem(nameOf(slug));
  window.dispatchEvent(new Event(changed));
}

const list = (text: string) => text.split(",").filter(Boolean);

export const rememberImport = (slug: string, id: string) => write(slug, [...new Set([...list(read(slug)), id])]);

export const forgetImport = (slug: string, id: string) =>
  write(
    slug,
    list(read(slug)).filter((other) => other !== id),
  );

function subscribe(listener: () => void) {
  window.addEventListener(changed, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener("storage", listener);
  };
}

export const useRunningImports = (slug: string) => list(useSyncExternalStore(subscribe, () => read(slug)));
