import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import styles from "~/pages/privacy/Privacy.module.css";
import { at, type Period, put, readPeriod, type Tree, textAt, writePeriod } from "./overrides";
import own from "./Policy.module.css";

interface Props {
  document: Tree;
  overrides: Tree;
  onChange: (overrides: Tree) => void;
}

/** How long each kind of record is kept. */
export function Keeping({ document, overrides, onChange }: Props) {
  const { t } = useLingui();
  const rules = Object.keys((at(document, ["retention"]) ?? {}) as Tree).filter(
    (id) => at(document, ["retention", id]) !== null,
  );
  const units = [
    { value: "D", label: t`days` },
    { value: "M", label: t`months` },
    { value: "Y", label: t`years` },
  ];
  if (rules.length === 0) return null;
  return (
    <section className={styles.section} aria-label={t`How long things are kept`}>
      <h2 className={styles.heading}>{t`How long things are kept`}</h2>
      {rules.map((id) => {
        const path = ["retention", id, "keep"];
        const text = textAt(overrides, path) || textAt(document, path);
        const period = readPeriod(text);
        const name = id.replaceAll("-", " ").replace(/^./, (first) => first.toUpperCase());
        const set = (next: Period) => {
          const written = writePeriod(next);
          onChange(put(overrides, path, written === textAt(document, path) ? undefined : written));
        };
        return (
          <div key={id} className={own.rule}>
            <div>
              <p>{name}</p>
              <p className={styles.note}>{textAt(document, ["retention", id, "reason"])}</p>
            </div>
            {period ? (
              <>
                <TextInput
                  aria-label={t`How long: ${name}`}
                  inputMode="numeric"
                  value={String(period.count)}
                  onChange={(event) => {
                    const count = Number(event.currentTarget.value.replace(/\D/g, ""));
                    if (count > 0) set({ ...period, count });
                  }}
                />
                <Select
                  aria-label={t`Unit: ${name}`}
                  data={units}
                  allowDeselect={false}
                  value={period.unit}
                  onChange={(unit) => unit && set({ ...period, unit: unit as Period["unit"] })}
                />
              </>
            ) : (
              <span className={styles.note}>{text || t`as long as needed`}</span>
            )}
          </div>
        );
      })}
    </section>
  );
}
