import { i18n } from "@lingui/core";
import { messages } from "~/locales/privacy/en.po";

// Beside the words that are there from the start; whoever shows a page about privacy imports this.
i18n.load("en", messages);
