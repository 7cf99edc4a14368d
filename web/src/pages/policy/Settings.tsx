import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import styles from "~/pages/privacy/Privacy.module.css";
import { Keeping } from "./Keeping";
import { at, put, type Tree, textAt } from "./overrides";
import own from "./Policy.module.css";

interface Props {
  /** The policy in force, whole; none while another profile is tried, whose settings are its own. */
  document: Tree | undefined;
  overrides: Tree;
  onChange: (overrides: Tree) => void;
  /** What was typed as text instead, if anything was. */
  advanced: string | undefined;
  problem: string | undefined;
  onAdvanced: (text: string) => void;
}

/** What a firm sets over its profile: who it is, how long it keeps things, and the rest as text. */
export function Settings({ document, overrides, onChange, advanced, problem, onAdvanced }: Props) {
  const { t } = useLingui();
  const shown = (path: string[]) =>
    at(overrides, path) === undefined ? textAt(document, path) : textAt(overrides, path);
  const set = (path: string[], value: string) => onChange(put(overrides, path, value === "" ? undefined : value));
  const controller = [
    { key: "name", label: t`Legal name` },
    { key: "address", label: t`Postal address` },
    { key: "country", label: t`Country, two letters` },
    { key: "email", label: t`Email for questions about privacy` },
    { key: "phone", label: t`Phone` },
    { key: "officer", label: t`Privacy officer, if there is one` },
  ];
  const choices = [
    {
      path: ["purposes", "marketing", "basis"],
      label: t`Marketing messages`,
      data: [
        { value: "consent", label: t`Only to those who agreed` },
        { value: "legitimate_interests", label: t`Until somebody objects` },
      ],
    },
    {
      path: ["signals", "do_not_track"],
      label: t`Browsers that send Do Not Track`,
      data: [
        { value: "honoured", label: t`Their wish is followed` },
        { value: "ignored", label: t`Not followed, and the policy says so` },
        { value: "not_stated", label: t`Not stated` },
      ],
    },
    {
      path: ["rights", "clock"],
      label: t`Requests of people are answered within`,
      data: [
        { value: "month", label: t`a month (GDPR)` },
        { value: "28_days", label: t`28 days` },
        { value: "ccpa", label: t`45 days (CCPA)` },
      ],
    },
  ];
  return (
    <>
      <section className={styles.section} aria-label={t`Who answers for the data`}>
        <h2 className={styles.heading}>{t`Who answers for the data`}</h2>
        <div className={own.fields}>
          {controller.map(({ key, label }) => (
            <TextInput
              key={key}
              label={label}
              value={shown(["controller", key])}
              onChange={(event) => set(["controller", key], event.currentTarget.value)}
            />
          ))}
        </div>
      </section>
      {document ? (
        <>
          <section className={styles.section} aria-label={t`Choices`}>
            <h2 className={styles.heading}>{t`Choices`}</h2>
            <div className={own.fields}>
              {choices.map(({ path, label, data }) => (
                <Select
                  key={path.join(".")}
                  label={label}
                  data={data}
                  allowDeselect={false}
                  value={shown(path) || null}
                  onChange={(value) =>
                    value && onChange(put(overrides, path, value === textAt(document, path) ? undefined : value))
                  }
                />
              ))}
              <TextInput
                label={t`How old people must be, in years`}
                inputMode="numeric"
                placeholder={t`none`}
                value={shown(["age", "years"])}
                onChange={(event) => set(["age", "years"], event.currentTarget.value.replace(/\D/g, ""))}
              />
            </div>
          </section>
          <Keeping document={document} overrides={overrides} onChange={onChange} />
        </>
      ) : (
        <p className={styles.intro}>
          <Trans>Further settings of another profile can be changed here once it is applied, or below as text.</Trans>
        </p>
      )}
      <details className={styles.version}>
        <summary>{t`Every setting, as text`}</summary>
        <p className={styles.note}>
          <Trans>JSON of the shape of a policy file; what stands here goes before the profile.</Trans>
        </p>
        <Textarea
          aria-label={t`Settings as JSON`}
          autosize
          minRows={4}
          maxRows={24}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          value={advanced ?? JSON.stringify(overrides, null, 2)}
          error={problem}
          onChange={(event) => onAdvanced(event.currentTarget.value)}
        />
      </details>
    </>
  );
}
