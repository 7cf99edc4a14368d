import { useLingui } from "@lingui/react/macro";
import { entityByName, useMeta } from "~/api/meta";

/** The pages about privacy, in the order in which somebody who looks after it needs them. */
export function useSections() {
  const { t } = useLingui();
  // A model of one's own may keep no register of breaches.
  const meta = useMeta();
  return [
    { title: "", pages: [{ to: "/w/$slug/privacy", label: t`Overview` }] },
    {
      title: t`People`,
      pages: [
        { to: "/w/$slug/privacy/requests", label: t`Requests` },
        { to: "/w/$slug/privacy/complaints", label: t`Complaints` },
        { to: "/w/$slug/privacy/erasures", label: t`Erasures` },
        { to: "/w/$slug/privacy/retention", label: t`Retention` },
      ],
    },
    {
      title: t`What is promised`,
      pages: [
        { to: "/w/$slug/privacy/promises", label: t`Promises` },
        { to: "/w/$slug/privacy/policy", label: t`Policy` },
        { to: "/w/$slug/privacy/processors", label: t`Processors` },
        { to: "/w/$slug/privacy/messages", label: t`Messages` },
      ],
    },
    {
      title: t`Proof`,
      pages: [
        { to: "/w/$slug/privacy/processing", label: t`Record of processing` },
        ...(entityByName(meta, "breach") ? [{ to: "/w/$slug/privacy/breaches", label: t`Breaches` } as const] : []),
        { to: "/w/$slug/privacy/audit", label: t`Audit log` },
      ],
    },
  ] as const;
}
