// What the browser knows about where its owner is; every guess can be changed on the page.

/** Currencies by country, where the euro or the dollar would be wrong. */
const currencyOf: Record<string, string> = {
  AE: "AED",
  AR: "ARS",
  AU: "AUD",
  BR: "BRL",
  CA: "CAD",
  CH: "CHF",
  CL: "CLP",
  CN: "CNY",
  CO: "COP",
  CZ: "CZK",
  DK: "DKK",
  EG: "EGP",
  GB: "GBP",
  HK: "HKD",
  HU: "HUF",
  ID: "IDR",
  IL: "ILS",
  IN: "INR",
  IS: "ISK",
  JP: "JPY",
  KE: "KES",
  KR: "KRW",
  LI: "CHF",
  MA: "MAD",
  MX: "MXN",
  MY: "MYR",
  NG: "NGN",
  NO: "NOK",
  NZ: "NZD",
  PE: "PEN",
  PH: "PHP",
  PK: "PKR",
  PL: "PLN",
  RO: "RON",
  SA: "SAR",
  SE: "SEK",
  SG: "SGD",
  TH: "THB",
  TR: "TRY",
  TW: "TWD",
  UA: "UAH",
  US: "USD",
  VN: "VND",
  ZA: "ZAR",
};

const euro = "AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK".split(" ");

export const guessCurrency = (country: string) => currencyOf[country] ?? (euro.includes(country) ? "EUR" : "USD");

/** "de-AT" says Austria; "de" alone says where most who speak it are. */
export function guessCountry(language: string): string {
  try {
    return new Intl.Locale(language).maximize().region ?? "US";
  } catch {
    return "US";
  }
}

export const guessTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** The secret of `/setup#secret=…`; a fragment is never sent to a server or written into its log. */
export const secretIn = (fragment: string) => new URLSearchParams(fragment.replace(/^#/, "")).get("secret") ?? "";
