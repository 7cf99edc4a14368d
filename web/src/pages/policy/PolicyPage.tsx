import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSlug } from "~/api/meta";
import { type PolicyPreview, type PolicyStanding, policyQuery, profilesQuery, tryPolicy } from "~/api/privacy";
import { ErrorState } from "~/components/ErrorState";
import { notifyError } from "~/components/notify";
import { Waiting } from "~/components/Waiting";
import { dateFormat } from "~/fields/locale";
import styles from "~/pages/privacy/Privacy.module.css";
import { PrivacyPage } from "~/pages/privacy/PrivacyPage";
import { ChangeList } from "./ChangeList";
import { Difference } from "./Difference";
import { readTree, type Tree } from "./overrides";
import { Profiles } from "./Profiles";
import { Settings } from "./Settings";
import { Versions } from "./Versions";

const day = (iso: string | null) => (iso ? dateFormat({ dateStyle: "long" }).format(Date.parse(iso)) : "");

/** The policy in force, another one to try, and what the other would change, before it is applied. */
export function PolicyPage() {
  const { t } = useLingui();
  const query = useQuery(policyQuery(useSlug()));
  return (
    <PrivacyPage title={t`Policy`}>
      {query.isPending && <Waiting lines={10} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Editor key={query.data.version} standing={query.data} />}
    </PrivacyPage>
  );
}

function Editor({ standing }: { standing: PolicyStanding }) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const profiles = useQuery(profilesQuery(slug)).data?.items ?? [];
  const [profile, setProfile] = useState(standing.profile);
  const [overrides, setOverrides] = useState<Tree>((standing.overrides ?? {}) as Tree);
  const [advanced, setAdvanced] = useState<string>();
  const [preview, setPreview] = useState<PolicyPreview>();
  const [busy, setBusy] = useState(false);
  const typed = advanced === undefined ? overrides : readTree(advanced);
  const choice = { profile, overrides: typeof typed === "string" ? overrides : typed };

  const look = async () => {
    if (typeof typed === "string") return;
    setBusy(true);
    try {
      setPreview(await tryPolicy(choice));
    } catch (error) {
      notifyError(error, t`That is not a policy`);
    } finally {
      setBusy(false);
    }
  };
  const label = profiles.find(({ name }) => name === standing.profile)?.label ?? standing.profile;
  return (
    <>
      <p className={styles.intro}>
        {t`In force: ${label}, version ${standing.version}, since ${day(standing.since)}.`}{" "}
        <Trans>The program obeys it from that moment, and the public text is made of the same settings.</Trans>{" "}
        <a href={`/privacy/of/${slug}`} target="_blank" rel="noreferrer">
          <Trans>Read it as the public does</Trans> <IconExternalLink size={12} aria-hidden />
        </a>
      </p>
      {standing.pending && (
        <Alert
          color="yellow"
          variant="light"
          mb="md"
          title={t`Version ${standing.pending.version} waits until ${day(standing.pending.since)}`}
        >
          {t`People are being told first: ${standing.notices.told} told, ${standing.notices.on_their_way} on their way, ${standing.notices.not_told} could not be told.`}
        </Alert>
      )}
      {standing.changed_on_disk.length > 0 && (
        <Alert color="yellow" variant="light" mb="md" title={t`The file of this profile has changed`}>
          <Trans>What is in force stays as it was until somebody applies the profile again.</Trans>
          <ChangeList changes={standing.changed_on_disk} />
        </Alert>
      )}
      <Profiles profiles={profiles} chosen={profile} onChoose={setProfile} />
      <Settings
        document={profile === standing.profile ? standing.policy : undefined}
        overrides={overrides}
        onChange={(next) => {
          setOverrides(next);
          setAdvanced(undefined);
        }}
        advanced={advanced}
        problem={typeof typed === "string" ? typed : undefined}
        onAdvanced={setAdvanced}
      />
      <Group mt="lg">
        <Button loading={busy} disabled={typeof typed === "string"} onClick={() => void look()}>
          <Trans>See what would change</Trans>
        </Button>
      </Group>
      {preview && (
        <Difference
          preview={preview}
          choice={choice}
          onClose={() => setPreview(undefined)}
          onApplied={() => {
            setPreview(undefined);
            void client.invalidateQueries({ queryKey: ["privacy", slug] });
            void client.invalidateQueries({ queryKey: ["promises", slug] });
          }}
        />
      )}
      <Versions slug={slug} />
    </>
  );
}
