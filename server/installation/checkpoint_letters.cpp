#include "installation/checkpoint_letters.hpp"

#include "promises/runs.hpp"

namespace probity::installation {

CheckpointLetters::CheckpointLetters(accounts::Accounts& accounts, mail::Outbox& outbox, std::string_view how_often)
    : accounts_(accounts), outbox_(outbox), once_in_(how_often == "daily" ? kDay : how_often == "weekly" ? 7 * kDay : 0) {}

Result<> CheckpointLetters::send(std::string_view workspace, const audit::Kept& kept) {
  if (once_in_ == 0) return {};
  return put(workspace, "audit-checkpoint", {{"log", kept.checkpoint.origin}, {"size", std::to_string(kept.checkpoint.size)}, {"signed_at", format_timestamp(kept.at)}, {"note", kept.note}}, once_in_);
}

Result<> CheckpointLetters::warn(std::string_view workspace, std::string_view problem) {
  return put(workspace, "audit-broken", {{"log", audit::Checkpoints::origin_of(workspace)}, {"problem", std::string(problem)}}, kDay);
}

Result<> CheckpointLetters::put(std::string_view workspace, std::string_view template_name, const std::map<std::string, std::string, std::less<>>& values, Timestamp once_in) {
  if (!outbox_.settings().server) return {};
  PROBITY_ASSIGN(const promises::Caretakers caretakers, promises::caretakers_of(accounts_, workspace));
  for (const accounts::Member& member : caretakers.members) {
    // One letter to each in such a span, of one log: its id says so.
    const std::string name = fmt::format("{} {} {} {}", template_name, workspace, now() / once_in, member.id.text());
    mail::Letter letter{.workspace = std::string(records::kSystemWorkspace), .to = member.email, .to_name = member.name, .person = mail::Recipient{"member", member.id}, .template_name = std::string(template_name), .values = values};
    letter.id = Id::from_raw(bytes_of(sha256(name)).substr(0, 16));
    PROBITY_TRY(outbox_.put(letter));
  }
  return {};
}

}  // namespace probity::installation
