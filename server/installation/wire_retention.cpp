#include "base/crypto.hpp"
#include "base/log.hpp"
#include "installation/installation.hpp"

namespace probity::installation {
namespace {

/// The oldest of the last runs of every workspace; nothing where the installation's own never ran. A workspace that was
/// made since has its first within the hour.
Result<std::optional<Timestamp>> last_run_everywhere(retention::Retention& retention, const std::vector<std::string>& workspaces) {
  PROBITY_ASSIGN(auto oldest, retention.last_run(records::kSystemWorkspace));
  for (const std::string& workspace : workspaces) {
    PROBITY_ASSIGN(const auto last, retention.last_run(workspace));
    if (oldest && last) oldest = std::min(*oldest, *last);
  }
  return oldest;
}

}  // namespace

void Installation::wire_retention() {
  const auto sign = [key = secret_for("retention runs")](std::string_view message) { return hex(bytes_of(keyed_hash(key, message))); };
  retention_ = std::make_unique<retention::Retention>(retention::Retention::Parts{
      .records = *records_,
      .jobs = *jobs_,
      .reading = *reading_,
      .law = law_,
      .seal = {.sign = sign, .is_genuine = [sign](std::string_view message, std::string_view signature) { return equal_in_constant_time(sign(message), signature); }},
      .erase_people = {},
      .destroy_file = [this](std::string_view workspace, const Id& file) {
        const auto destroyed = files_->destroy(workspace, file);
        if (!destroyed) log::error("a file of a record that went is left: {}", destroyed.error().cause);
      }});
  facts_.retention = retention_.get();
  facts_.last_run = [this](std::string_view job) -> std::optional<Timestamp> {
    if (job != "retention") return std::nullopt;
    const auto workspaces = facts_.workspaces();
    const auto last = workspaces ? last_run_everywhere(*retention_, *workspaces) : Result<std::optional<Timestamp>>();
    return last ? *last : std::nullopt;
  };
}

}  // namespace probity::installation
