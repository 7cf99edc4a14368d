import { useLingui } from "@lingui/react/macro";
import { Radio } from "@mantine/core";
import type { Schemas } from "~/api/client";
import styles from "~/pages/privacy/Privacy.module.css";
import own from "./Policy.module.css";

interface Props {
  profiles: Schemas["PolicyProfile"][];
  chosen: string;
  onChoose: (name: string) => void;
}

/** The policies that come with the product, each for a kind of firm. */
export function Profiles({ profiles, chosen, onChoose }: Props) {
  const { t } = useLingui();
  return (
    <section className={styles.section} aria-label={t`Profile`}>
      <h2 className={styles.heading}>{t`Profile`}</h2>
      <Radio.Group value={chosen} onChange={onChoose} aria-label={t`Profile`}>
        <div className={own.profiles}>
          {profiles.map(({ name, label, summary, problem }) => (
            <Radio
              key={name}
              value={name}
              disabled={Boolean(problem)}
              label={label}
              description={problem ?? summary}
              className={own.profile}
            />
          ))}
        </div>
      </Radio.Group>
    </section>
  );
}
