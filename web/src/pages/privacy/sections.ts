import { useLingui } from "@lingui/react/macro";

/** The pages about privacy, in the order in which somebody who looks after it needs them. */
export function useSections() {
  const { t } = useLingui();
  return [
    { title: "", pages: [{ to: "/w/$slug/privacy", label: t`Overview` }] },
    {
      title: t`What is promised`,
      pages: [
        { to: "/w/$slug/privacy/promises", label: t`Promises` },
        { to: "/w/$slug/privacy/policy", label: t`Policy` },
        { to: "/w/$slug/privacy/processors", label: t`Processors` },
        { to: "/w/$slug/privacy/messages", label: t`Messages` },
      ],
    },
  ] as const;
}
