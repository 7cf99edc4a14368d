import { i18n } from "@lingui/core";

// Unit tests read the messages of the source.
i18n.loadAndActivate({ locale: "en", messages: {} });
