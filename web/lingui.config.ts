import { defineConfig } from "@lingui/cli";

// The pages about privacy say a lot and are read by few, so that their words come with them and not with the first page.
const privacy = ["privacy", "policy", "person", "retention", "requests", "erasure", "registers", "audit"].map(
  (folder) => `src/pages/${folder}`,
);

export default defineConfig({
  sourceLocale: "en",
  locales: ["en"],
  catalogs: [
    {
      path: "src/locales/{locale}",
      include: ["src"],
      exclude: ["**/*.test.*", ...privacy.map((path) => `${path}/**`)],
    },
    { path: "src/locales/privacy/{locale}", include: privacy, exclude: ["**/*.test.*"] },
  ],
  orderBy: "messageId",
});
