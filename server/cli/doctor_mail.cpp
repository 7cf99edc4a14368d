#include "cli/doctor.hpp"
#include "privacy/gate/gate.hpp"
#include "privacy/security_txt.hpp"

namespace probity::cli {
namespace {

struct Counts {
  std::int64_t waiting = 0, stopped = 0, put_aside = 0;
};

/// What stands in the lists of every level that can be read; one that cannot has a line of its own. Nothing is migrated:
/// an empty file would be filled, and look sound.
Result<Counts> count_messages(installation::Installation& installation) {
  Counts counts;
  PROBITY_ASSIGN(const auto levels, installation.backend().list());
  for (const std::string& level : levels) {
    const auto database = installation.backend().open(level, false);
    if (!database) continue;
    (void)(*database)->read([&](store::Reader& reader) -> Result<> {
      return reader.aggregate({.table = "message", .where = store::Condition::is_null("_deleted_at"), .group_by = {"state"}, .sums = {}}, [&](const Row& row) {
        const std::string_view state = row.text(0);
        if (state == "waiting") counts.waiting += row.integer(1);
        if (state == "failed" || state == "refused") counts.stopped += row.integer(1);
        if (state == "not_configured") counts.put_aside += row.integer(1);
        return true;
      });
    });
  }
  return counts;
}

std::string many(std::int64_t number, std::string_view what) { return fmt::format("{} message{} {}", number, number == 1 ? "" : "s", what); }

}  // namespace

Finding check_mail(Invocation& invocation) {
  constexpr const char* kWhat = "mail";
  installation::Installation& installation = invocation.installation;
  const auto counts = count_messages(installation);
  if (!counts) return {kWhat, false, counts.error().message};
  const auto& server = installation.outbox().settings().server;
  if (!server) return {kWhat, true, fmt::format("no mail server is set up (--smtp); {}", many(counts->put_aside, "waiting in the list"))};
  const privacy::Departure departure{.workspace = "system", .integration = "smtp", .purpose = "service", .channel = "email", .call = "doctor", .people = {}, .actor = {}};
  if (const auto may_pass = installation.disclosures().gate().may_pass(departure, {server->host, server->port}); !may_pass) return {kWhat, false, may_pass.error().message};
  if (counts->waiting > 0) return {kWhat, false, fmt::format("{} for {}; `probity messages list` says why", many(counts->waiting, "waiting"), server->host)};
  return {kWhat, true, fmt::format("{} takes it; {}; try it: probity messages test --to ADDRESS", server->host, many(counts->stopped, "refused or failed"))};
}

Finding check_security_txt(Invocation& invocation) {
  constexpr const char* kWhat = "security.txt";
  const auto own = invocation.installation.security_file().own_file_ends();
  if (!own) return {kWhat, false, own.error().message};
  if (*own) {
    const std::string day = format_day(day_of(**own, {}));
    if (**own > now() + privacy::kSecurityTxtAlarm) return {kWhat, true, fmt::format("your own, valid until {}", day)};
    return {kWhat, false, fmt::format("your own, expires on {}; write a later date into {}", day, invocation.installation.security_file().own_file().string())};
  }
  if (invocation.installation.security_txt()) return {kWhat, true, "served, and renewed by itself"};
  return {kWhat, true, "not served: set --security-contact, or the controller's email in the policy, so that people can report a weakness"};
}

}  // namespace probity::cli
