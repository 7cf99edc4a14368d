#include "promises/capabilities.hpp"

#include <algorithm>

namespace probity::promises {
namespace {

constexpr bool built = true;

constexpr Capability kCapabilities[] = {
    {"records", "Records of people and what belongs to them", built},
    {"import", "Import of files", built},
    {"export", "Export as files", built},
    {"accounts_sessions", "Accounts and sign-in", built},
    {"consent", "Consent and its withdrawal", built},
    {"gate", "The gate through which everything leaves, and its ledger", built},
    {"guard", "Noticing card numbers and the like in texts", built},
    {"mail", "Sending mail", built},
    {"policy", "The policy and its versions", built},
    {"cookies", "The register of cookies", built},
    {"signals", "Signals of browsers (GPC, Do Not Track)", built},
    {"tls", "Encrypted connections", built},
    {"encryption", "Encrypted storage", built},
    {"audit", "The audit log", built},
    {"retention", "Deleting what is over its time", built},
    {"requests", "Requests of people and their clock", built},
    {"erasure", "Erasing a person with a certificate", built},
    {"account_closing", "Closing an account", built},
    {"registration", "Registration by visitors"},
    {"sessions_devices", "The list of devices, and notice of a new one", built},
    {"roles_own", "Roles made by administrators"},
    {"payments", "Payments through Stripe"},
    {"stripe", "Payments through Stripe"},
    {"credits", "Credits and their use"},
    {"invoices", "Invoices"},
    {"orders", "Orders"},
    {"esign", "Electronic signatures"},
    {"portal", "The customer portal"},
    {"google_calendar", "Google Calendar"},
    {"gmail", "Sending through Gmail"},
    {"callrail", "Calls and texts through CallRail"},
    {"microsoft_365", "Microsoft 365"},
    {"sequences", "Follow-up sequences"},
    {"chat", "Live chat"},
    {"shared_mailbox", "The shared mailbox"},
    {"tickets", "Tickets"},
    {"web_statistics", "Web statistics"},
    {"web_beacons", "Noticing opened messages"},
    {"forms", "Forms on web sites"},
    {"accounting", "Handing the books to accountants"},
    {"debt_collection", "Handing invoices to a debt collector"},
    {"backups", "Encrypted backups"},
    {"files_encrypted", "Encryption of uploaded files"},
    {"error_tracking", "Error reports"},
    {"edge", "The service in front of the site"},
    {"request_logs", "Logs of requests"},
    {"success", "Customer success"},
    {"forum", "Forum, blog and comments"},
    {"testimonials", "Testimonials"},
    {"usage_statistics", "Figures of use"},
    {"breach", "The register of breaches", built},
};

}  // namespace

std::span<const Capability> capabilities() { return kCapabilities; }

const Capability* capability(std::string_view name) {
  const auto found = std::ranges::find(kCapabilities, name, &Capability::name);
  return found == std::end(kCapabilities) ? nullptr : found;
}

}  // namespace probity::promises
