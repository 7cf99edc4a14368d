import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { signIn } from "~/api/session";
import { Door } from "~/components/Door";

/** Only a path of this app: an address in a link must not lead a signed-in person elsewhere. */
export const safeNext = (next: string | undefined) => (next && /^\/w\/[^/\\]/.test(next) ? next : "/");

export function SignInPage() {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const { next } = useSearch({ from: "/signin" });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);
  useDocumentTitle(t`Sign in · Probity`);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await signIn(client, { email, password });
      router.history.push(safeNext(next));
    } catch (refused) {
      setError(refused as Error);
      setBusy(false);
    }
  };
  return (
    <Door title={t`Sign in`}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          {error && (
            <Alert color="red" variant="light" role="alert">
              {error.message}
            </Alert>
          )}
          <TextInput
            label={t`Email`}
            type="email"
            autoComplete="username"
            autoFocus
            required
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t`Password`}
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={{ "aria-label": t`Show the password` }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" mt="xs" loading={busy} fullWidth>
            <Trans>Sign in</Trans>
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
