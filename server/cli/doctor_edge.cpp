#include "cli/doctor.hpp"
#include "promises/facts.hpp"

namespace probity::cli {

Finding check_key(Invocation& invocation) {
  constexpr const char* kWhat = "key";
  const installation::KeySource& source = invocation.installation.keys().source();
  switch (source.kind) {
    case installation::KeySource::Kind::folder: return {kWhat, true, "in the data folder: whoever gets a copy of the whole folder can read it; keep it elsewhere with PROBITY_KEY_FILE"};
    case installation::KeySource::Kind::file: return {kWhat, true, fmt::format("in {}", source.name())};
    case installation::KeySource::Kind::credential: return {kWhat, true, "handed over by systemd"};
    case installation::KeySource::Kind::environment: return {kWhat, true, "in the environment: root, and this program's own user, can read it there; a file or a credential is safer"};
  }
  return {kWhat, false, "from an unknown place"};
}

/// An office may choose to do without; it is told what it then lacks.
Finding check_connections(Invocation& invocation) {
  constexpr const char* kWhat = "connections";
  const promises::Facts& facts = invocation.installation.facts();
  const std::string url = facts.public_url();
  if (facts.tls() == std::optional(true)) {
    const auto until = facts.certificate_ends();
    if (!until) return {kWhat, true, "encrypted by this program"};
    const std::string day = format_day(day_of(*until, {}));
    if (*until < now()) return {kWhat, false, fmt::format("the certificate ended on {}; put a new one in its place, it is taken up by itself", day)};
    if (*until < now() + 14 * kDay) return {kWhat, false, fmt::format("the certificate ends on {}; renew it, the new one is taken up by itself", day)};
    return {kWhat, true, fmt::format("encrypted by this program; the certificate ends on {}", day)};
  }
  if (url.starts_with("https://")) return {kWhat, true, fmt::format("encrypted on the way to {}", url)};
  return {kWhat, true, fmt::format("not encrypted: {}", promises::kPlainHttpLacks)};
}

}  // namespace probity::cli
