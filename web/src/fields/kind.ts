import type { ReactNode } from "react";
import type { Schemas } from "~/api/client";
import type { Field } from "~/api/meta";

export type Expanded = Schemas["Expanded"];

/** What showing a value may need beside the value. */
export interface Surroundings {
  /** The records that links point to, by field name, as the server expanded them. */
  expanded?: Schemas["Record"]["expanded"];
}

export interface ViewProps<Value> {
  field: Field;
  value: Value;
  surroundings: Surroundings;
}

export interface EditorProps<Value> {
  field: Field;
  /** null when empty. */
  value: Value | null;
  /** `complaint` says in words why what was typed is no value yet; then nothing is saved. */
  onChange: (value: Value | null, complaint?: string) => void;
  surroundings: Surroundings;
  label: string;
  /** False where a form already shows the label. */
  bare: boolean;
  autoFocus?: boolean;
  error?: string | undefined;
}

/**
 * How values of one field type are shown and edited: the browser's half of server/meta/fields.
 * An Editor is controlled and knows nothing about saving.
 */
export interface FieldKind<Value> {
  /** Plain text, for lists, history and screen readers; "" when empty. */
  format: (value: Value, field: Field, surroundings: Surroundings) => string;
  /** Where text is not enough: links, badges. */
  View?: (props: ViewProps<Value>) => ReactNode;
  Editor: (props: EditorProps<Value>) => ReactNode;
  /** line: Enter saves. panel: has several parts, so it has a Save button. instant: choosing saves. */
  shape: "line" | "panel" | "instant";
  /** Right-aligned in lists. */
  numeric?: boolean;
}

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** Help stands below the input, so that the inputs of one row stand on one line. */
const inputWrapperOrder: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

/** What every Mantine input of an editor takes. */
export const inputProps = ({
  label,
  bare,
  error,
  autoFocus,
  field,
}: Pick<EditorProps<unknown>, "label" | "bare" | "error" | "autoFocus" | "field">) => ({
  ...(bare ? { "aria-label": label } : { label, withAsterisk: field.required }),
  ...(!bare && field.help ? { description: field.help, inputWrapperOrder } : {}),
  ...(error ? { error } : {}),
  ...(autoFocus ? { "data-autofocus": true, autoFocus: true } : {}),
});

/** Where a list of choices opens that stays open while several are chosen: not over the Save button below. */
export const listPlace = ({ bare }: Pick<EditorProps<unknown>, "bare">) =>
  bare ? ({ position: "top-start" } as const) : ({} as const);
