import { useLingui } from "@lingui/react/macro";
import { FileInput } from "@mantine/core";
import { useState } from "react";
import { upload } from "~/api/uploads";
import styles from "./fields.module.css";
import { type EditorProps, type FieldKind, inputProps, type ViewProps } from "./kind";
import { numberFormat } from "./locale";

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  media_type?: string;
}

/** A file that was sent but not yet stored with its record. */
interface SentFile {
  upload: string;
  name: string;
}

export const formatBytes = (bytes: number): string => {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = bytes > 0 ? Math.min(Math.floor(Math.log(bytes) / Math.log(1000)), 3) : 0;
  return numberFormat({ style: "unit", unit: units[step] ?? "byte", maximumFractionDigits: step ? 1 : 0 }).format(
    bytes / 1000 ** step,
  );
};

const View = ({ value }: ViewProps<StoredFile | SentFile>) => (
  <span>
    {value.name}
    {"size" in value && <span className={styles.aside}>{formatBytes(value.size)}</span>}
  </span>
);

function Editor(props: EditorProps<StoredFile | SentFile>) {
  const { t } = useLingui();
  const [sent, setSent] = useState<number>();
  const choose = async (chosen: File | null) => {
    if (!chosen) return props.onChange(null);
    props.onChange(props.value, t`The file is still on its way.`);
    try {
      const id = await upload(chosen, { onProgress: (bytes) => setSent(Math.round((bytes / chosen.size) * 100)) });
      props.onChange({ upload: id, name: chosen.name });
    } catch (error) {
      props.onChange(props.value, error instanceof Error ? error.message : String(error));
    } finally {
      setSent(undefined);
    }
  };
  return (
    <FileInput
      size="sm"
      {...inputProps(props)}
      clearable
      placeholder={sent === undefined ? (props.value?.name ?? t`Choose a file`) : t`${sent} % sent`}
      onChange={(chosen) => void choose(chosen)}
    />
  );
}

export const file: FieldKind<StoredFile | SentFile> = { format: (value) => value.name, View, Editor, shape: "panel" };
