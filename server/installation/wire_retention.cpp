#include "base/crypto.hpp"
#include "base/signature.hpp"
#include "base/log.hpp"
#include "installation/installation.hpp"

namespace probity::installation {
namespace {

constexpr std::size_t kCertified = 10;

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

retention::Seal seal_of(const SigningKey& key) {
  return {.sign = [key](std::string_view message) { return base64(key.sign(message)); },
          .is_genuine = [key](std::string_view message, std::string_view signature) {
            const auto bytes = decode_base64(signature);
            return bytes && is_signed_by(key.public_key(), message, *bytes);
          }};
}

/// A few are erased one by one. For more than that the search through everything, for each of them, would not end on the
/// day: it is made once for all of them.
std::vector<Result<>> erase_people(erasure::Erasures& erasures, const std::string& workspace, const meta::Entity& entity, const std::vector<Id>& people, const Id& run) {
  if (people.size() > kCertified) return erasures.let_go(workspace, entity.name, people, run);
  std::vector<Result<>> outcomes;
  for (const Id& person : people) {
    const auto begun = erasures.begin({.workspace = workspace, .entity = entity.name, .person = person, .ground = "retention"});
    outcomes.push_back(begun ? Result<>() : std::unexpected(begun.error()));
    if (!begun) continue;
    // Whatever is left of it is tried again by itself; nobody sees the person any more.
    const auto ended = erasures.wait(workspace, *begun);
    if (!ended) log::warning("an erasure begun by a retention run goes on: {} {}", ended.error().code, ended.error().cause);
  }
  return outcomes;
}

}  // namespace

void Installation::wire_retention() {
  const SigningKey key(secret_for("retention runs"));
  retention_ = std::make_unique<retention::Retention>(retention::Retention::Parts{
      .records = *records_,
      .jobs = *jobs_,
      .reading = *reading_,
      .law = law_,
      .seal = seal_of(key),
      .erase_people = [this](const std::string& workspace, const meta::Entity& entity, const std::vector<Id>& people, const Id& run) { return erase_people(*erasures_, workspace, entity, people, run); },
      .destroy_workspace = [this](const Id& workspace) { return life_cycle_->closing.destroy_due(workspace); },
      .certify_people = [this](const std::string& workspace) { return erasures_->certify_together(workspace); },
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
