import { t } from "@lingui/core/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { type EditorProps, type FieldKind, inputProps } from "./kind";

/** Seconds as h:mm or h:mm:ss. */
export function formatDuration(seconds: number): string {
  const size = Math.abs(seconds);
  const two = (part: number) => String(part).padStart(2, "0");
  const rest = size % 60;
  const text = `${Math.floor(size / 3600)}:${two(Math.floor(size / 60) % 60)}${rest ? `:${two(rest)}` : ""}`;
  return seconds < 0 ? `-${text}` : text;
}

/** Seconds in "1:30", "1:30:15", "1h 30m", "90m" or "45" (minutes); undefined when it is none of them. */
export function parseDuration(typed: string): number | undefined {
  const plain = typed.trim().toLowerCase();
  const clock = /^(\d+):([0-5]?\d)(?::([0-5]?\d))?$/.exec(plain);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
  const words = /^(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?\s*(?:(\d+)\s*s)?$/.exec(plain);
  if (words && plain) return Number(words[1] ?? 0) * 3600 + Number(words[2] ?? 0) * 60 + Number(words[3] ?? 0);
  return /^\d+$/.test(plain) ? Number(plain) * 60 : undefined;
}

function Editor(props: EditorProps<number>) {
  const [typed, setTyped] = useState(props.value === null ? "" : formatDuration(props.value));
  const change = (next: string) => {
    setTyped(next);
    const seconds = parseDuration(next);
    if (!next.trim()) props.onChange(null);
    else if (seconds === undefined) props.onChange(props.value, t`Please enter a duration, such as 1:30 or 45m.`);
    else props.onChange(seconds);
  };
  return (
    <TextInput
      {...inputProps(props)}
      placeholder="0:30"
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

export const duration: FieldKind<number> = { format: formatDuration, Editor, shape: "line", numeric: true };
