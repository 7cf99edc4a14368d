#include "cli/commands.hpp"
#include "cli/doctor.hpp"
#include "cli/options.hpp"
#include "audit/histories.hpp"

namespace probity::cli {
namespace {

Finding check_space(Invocation& invocation) {
  std::error_code error;
  const auto space = std::filesystem::space(invocation.installation.folder().path(), error);
  const double gibibytes = static_cast<double>(space.available) / (1 << 30);
  const bool well = !error && gibibytes >= 1;
  return {"free space", well, well ? fmt::format("{:.1f} GiB", gibibytes) : fmt::format("only {:.2f} GiB left; writing stops when the disk is full", gibibytes)};
}

Finding check_encryption(Invocation& invocation) {
  const bool encrypted = invocation.installation.folder().settings().encrypted;
  return {"encryption", encrypted, encrypted ? "on" : "off: anybody who can read the disk can read the data"};
}

bool open_to_others(const std::filesystem::path& path) {
  std::error_code error;
  const auto rights = std::filesystem::status(path, error).permissions();
  constexpr auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
  return !error && (rights & others) != std::filesystem::perms::none;
}

/// Nobody but the owner may read what is kept.
Finding check_rights(Invocation& invocation) {
  const std::filesystem::path& folder = invocation.installation.folder().path();
  std::vector<std::filesystem::path> wrong;
  const std::filesystem::path& key = invocation.installation.keys().file();
  for (const auto& path : {folder, key}) {
    if (open_to_others(path)) wrong.push_back(path);
  }
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    if (entry.path() != key && !entry.is_symlink() && open_to_others(entry.path())) wrong.push_back(entry.path());
  }
  if (error) return {"rights", false, fmt::format("{} cannot be read: {}", folder.string(), error.message())};
  if (wrong.empty()) return {"rights", true, "only the owner can read"};
  const std::string more = wrong.size() > 1 ? fmt::format(" and {} more", wrong.size() - 1) : "";
  return {"rights", false, fmt::format("others may use {}{}; take their rights away: chmod -R go= {}", wrong.front().string(), more, folder.string())};
}

Finding check_workspace(Invocation& invocation, const std::string& slug) {
  const std::string what = fmt::format("workspace {}", slug);
  const auto fault = [&](const Error& error) { return Finding{what, false, error.message}; };
  auto database = invocation.installation.backend().open(slug, false);
  if (!database) return fault(database.error());
  auto integrity = (*database)->check_integrity();
  if (!integrity) return fault(integrity.error());
  if (!integrity->empty()) return {what, false, fmt::format("the file is damaged ({}); restore it from a backup", *integrity)};
  auto audit = (*database)->verify_audit();
  if (!audit) return fault(audit.error());
  if (!audit->ok) return {what, false, fmt::format("the audit log does not hold: {}", audit->problem)};
  auto histories = audit::check_histories(**database);
  if (!histories) return fault(histories.error());
  if (!histories->empty()) return {what, false, fmt::format("the audit log does not hold: {}", *histories)};
  auto bytes = (*database)->size_in_bytes();
  return {what, true, fmt::format("file sound, {} audit entries proved, {:.1f} MiB", audit->head.size, bytes ? static_cast<double>(*bytes) / (1 << 20) : 0.0)};
}

Result<std::vector<Finding>> examine(Invocation& invocation) {
  std::vector<Finding> findings{check_space(invocation), check_rights(invocation), check_encryption(invocation), check_key(invocation), check_connections(invocation), check_mail(invocation), check_security_txt(invocation)};
  PROBITY_ASSIGN(auto slugs, invocation.installation.backend().list());
  for (const std::string& slug : slugs) findings.push_back(check_workspace(invocation, slug));
  return findings;
}

Result<> run_doctor(Invocation& invocation) {
  PROBITY_ASSIGN(auto findings, examine(invocation));
  const auto faults = std::count_if(findings.begin(), findings.end(), [](const Finding& finding) { return !finding.well; });
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartArray();
      for (const Finding& finding : findings) {
        writer.StartObject();
        key(writer, "check");
        put(writer, finding.what);
        key(writer, "ok");
        writer.Bool(finding.well);
        key(writer, "detail");
        put(writer, finding.detail);
        writer.EndObject();
      }
      writer.EndArray();
    }));
  } else {
    for (const Finding& finding : findings) invocation.print(fmt::format("{}  {:<24} {}", finding.well ? "ok  " : "FAIL", finding.what, finding.detail));
  }
  if (faults == 0) return {};
  return fail(ErrorKind::internal, "not_well", fmt::format("{} of {} checks failed.", faults, findings.size()));
}

}  // namespace

Command doctor() { return {.words = {"doctor"}, .help = "Check the data folder, the keys, mail, every workspace's file and its audit log", .options = {}, .run = run_doctor}; }

}  // namespace probity::cli
