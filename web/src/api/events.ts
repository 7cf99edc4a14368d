// Live changes. One tab of a workspace holds the stream and tells the others.
import type { QueryClient } from "@tanstack/react-query";
import { identityHeaders, type Schemas } from "./client";
import { findEntity, type Meta } from "./meta";
import { refresh } from "./records";

export type Change = Schemas["Change"];

/** The changes in a piece of an event stream, and the unfinished rest of it. */
export function parseEvents(text: string): { changes: Change[]; rest: string } {
  const blocks = text.replaceAll("\r\n", "\n").split("\n\n");
  const rest = blocks.pop() ?? "";
  const changes: Change[] = [];
  for (const block of blocks) {
    const lines = block.split("\n");
    if (!lines.includes("event: change")) continue;
    const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trimStart());
    changes.push(JSON.parse(data.join("\n")) as Change);
  }
  return { changes, rest };
}

async function read(onChange: (change: Change) => void, signal: AbortSignal) {
  const response = await fetch("/api/v1/events", { headers: identityHeaders(), signal });
  if (!response.ok || !response.body) throw new Error(`events: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parsed = parseEvents(text + value);
    text = parsed.rest;
    for (const change of parsed.changes) onChange(change);
  }
}

async function keepReading(onChange: (change: Change) => void, signal: AbortSignal) {
  for (let wait = 1000; !signal.aborted; wait = Math.min(wait * 2, 30_000)) {
    await read(onChange, signal).then(
      () => {
        wait = 1000;
      },
      () => undefined,
    );
    await new Promise((wake) => setTimeout(wake, wait));
  }
}

/** Keeps the caches of this tab fresh until the returned function is called. */
export function followChanges(client: QueryClient, slug: string, meta: Meta): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel(`probity.changes.${slug}`);
  const waiting = new Map<string, Change>();
  // An import changes thousands of records: what came within half a second is applied together.
  const timer = setInterval(() => {
    const lists = new Set<string>();
    for (const change of waiting.values()) {
      const entity = findEntity(meta, change.entity);
      if (entity && (!lists.has(change.entity) || waiting.size < 20)) refresh(client, slug, entity, change.id);
      lists.add(change.entity);
    }
    waiting.clear();
  }, 500);
  const apply = (change: Change) => waiting.set(`${change.entity}/${change.id}`, change);
  channel.onmessage = ({ data }) => apply(data as Change);
  const tell = (change: Change) => {
    channel.postMessage(change);
    apply(change);
  };
  const lead = () => keepReading(tell, stop.signal);
  // Locks need a secure context; without them each tab has its own stream.
  if (navigator.locks) {
    navigator.locks.request(`probity.changes.${slug}`, { signal: stop.signal }, lead).catch(() => undefined);
  } else {
    void lead();
  }
  return () => {
    stop.abort();
    clearInterval(timer);
    channel.close();
  };
}
