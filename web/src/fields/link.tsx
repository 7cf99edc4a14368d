import type { FieldKind, ViewProps } from "./kind";
import { LinkedRecord } from "./LinkedRecord";
import { RecordPicker } from "./RecordPicker";

const View = ({ field, value, surroundings }: ViewProps<string>) => {
  const known = surroundings.expanded?.[field.name];
  return <LinkedRecord field={field} id={value} known={Array.isArray(known) ? known[0] : known} />;
};

export const link: FieldKind<string> = {
  format: (_value, field, { expanded }) => {
    const known = expanded?.[field.name];
    return (Array.isArray(known) ? known[0]?.display : known?.display) ?? "";
  },
  View,
  Editor: ({ value, onChange, ...rest }) => (
    <RecordPicker {...rest} value={value ? [value] : []} max={1} onChange={(ids) => onChange(ids[0] ?? null)} />
  ),
  shape: "instant",
};
