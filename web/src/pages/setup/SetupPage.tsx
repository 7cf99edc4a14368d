import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, NativeSelect, PasswordInput, Radio, Stack, TextInput } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { isProblem, type Problem } from "~/api/problem";
import { type SetupInput, setUp } from "~/api/session";
import { Door } from "~/components/Door";
import { countries } from "~/fields/countries";
import { currencies } from "~/fields/money";
import { guessCountry, guessCurrency, guessTimeZone, secretIn } from "./guess";
import styles from "./SetupPage.module.css";

/** The first page anybody sees: makes the owner and the first workspace. */
export function SetupPage() {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form, setForm] = useState<SetupInput>(() => {
    const country = guessCountry(navigator.language);
    return {
      secret: secretIn(window.location.hash),
      name: "",
      email: "",
      password: "",
      workspace_name: "",
      country,
      currency: guessCurrency(country),
      time_zone: guessTimeZone(),
      start: "empty",
    };
  });
  const [askSecret] = useState(!form.secret);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  useDocumentTitle(t`Welcome · Probity`);

  const set = (part: Partial<SetupInput>) => setForm((before) => ({ ...before, ...part }));
  const refused = problem?.byField ?? {};
  const text = (name: keyof SetupInput, label: string) => ({
    label,
    required: true,
    value: form[name],
    error: refused[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const session = await setUp(client, form);
      const slug = session.workspaces[0]?.slug ?? "";
      if (form.start === "import")
        void navigate({ to: "/w/$slug/import", params: { slug }, search: {}, replace: true });
      else void navigate({ to: "/w/$slug", params: { slug }, replace: true });
    } catch (error) {
      if (!isProblem(error)) throw error;
      setProblem(error);
      setBusy(false);
    }
  };

  const zones = Intl.supportedValuesOf("timeZone");
  return (
    <Door
      title={t`Welcome`}
      intro={<Trans>Two minutes, and your CRM is running. You can change all of this later.</Trans>}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          {problem && (
            <Alert color="red" variant="light" role="alert">
              {problem.message}
            </Alert>
          )}
          {askSecret && (
            <TextInput
              {...text("secret", t`Setup secret`)}
              description={t`The server printed it when it started, at the end of the address.`}
              autoComplete="off"
            />
          )}
          <fieldset className={styles.group}>
            <legend>
              <Trans>You</Trans>
            </legend>
            <TextInput {...text("name", t`Your name`)} autoComplete="name" autoFocus />
            <TextInput {...text("email", t`Email`)} type="email" autoComplete="username" />
            <PasswordInput
              {...text("password", t`Password`)}
              autoComplete="new-password"
              description={t`At least 10 characters. A sentence is better than symbols.`}
              visibilityToggleButtonProps={{ "aria-label": t`Show the password` }}
            />
          </fieldset>
          <fieldset className={styles.group}>
            <legend>
              <Trans>Your workspace</Trans>
            </legend>
            <TextInput {...text("workspace_name", t`Name of your organisation`)} autoComplete="organization" />
            <NativeSelect
              {...text("country", t`Country`)}
              data={countries.all()}
              onChange={(event) => {
                const country = event.currentTarget.value;
                set({ country, currency: guessCurrency(country) });
              }}
            />
            <div className={styles.pair}>
              <NativeSelect {...text("currency", t`Currency`)} data={currencies()} />
              <NativeSelect
                {...text("time_zone", t`Time zone`)}
                data={zones.includes(form.time_zone) ? zones : [form.time_zone, ...zones]}
              />
            </div>
          </fieldset>
          <Radio.Group
            label={t`Begin with`}
            value={form.start}
            onChange={(start) => set({ start: start as SetupInput["start"] })}
          >
            <Stack gap={8} mt={6}>
              <Radio value="empty" label={t`An empty workspace`} />
              <Radio value="import" label={t`A file of mine`} description={t`CSV, vCard or iCalendar, next`} />
              <Radio
                value="sample"
                label={t`Sample data`}
                description={t`People, companies and deals to try things with`}
              />
            </Stack>
          </Radio.Group>
          <Button type="submit" size="sm" mt="xs" loading={busy} fullWidth>
            <Trans>Create workspace</Trans>
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
