#include "installation/installation.hpp"
#include "rights/consent/consents.hpp"
#include "rights/erasure/places/places.hpp"

namespace probity::installation {
namespace {

constexpr std::string_view kRefusedBecause = "A mark made from an address that said no, which cannot be read back: so that nobody writes to it again.";

/// As the rule of the policy for the list ends it.
Result<std::vector<erasure::KeptApart>> kept_on_list(const records::Context& context, store::Reader& reader, const std::vector<Id>& people, const std::string& secret) {
  PROBITY_ASSIGN(const auto entries, rights::suppressions_of_people(context, reader, people, secret));
  std::map<Timestamp, std::int64_t> by_end;
  for (const rights::Suppression& entry : entries) {
    std::optional<Timestamp> end;
    for (const privacy::RetentionRule& rule : context.policy->policy->retention) {
      if (rule.entity != "suppression" || rule.starts != privacy::Starts::created || !rule.keep) continue;
      const Timestamp then = rule.keep->after(entry.made_at);
      end = std::min(end.value_or(then), then);
    }
    ++by_end[end.value_or(0)];
  }
  std::vector<erasure::KeptApart> kept;
  for (const auto& [end, count] : by_end) kept.push_back({.entity = "suppression", .count = count, .because = std::string(kRefusedBecause), .until = end});
  return kept;
}

}  // namespace

void Installation::wire_erasure() {
  erasures_ = std::make_unique<erasure::Erasures>(erasure::Erasures::Parts{.records = *records_,
                                                                          .subjects = *subjects_,
                                                                          .jobs = *jobs_,
                                                                          .ledger = folder_->path() / "erasures",
                                                                          .orders = erasure::Orders::Parts{disclosures_->book(), [this](const mail::Letter& letter) { return outbox_->put(letter); }},
                                                                          .kept_apart = [secret = secret_for(rights::kConsentSecret)](const records::Context& context, store::Reader& reader, const std::vector<Id>& people) { return kept_on_list(context, reader, people, secret); },
                                                                          .secret = keys_->derive("erasure")});
  records_->erase_people_with([this](const records::Context& context, const Id& person) -> Result<> {
    PROBITY_TRY(erasures_->begin({.workspace = context.workspace->slug(), .entity = context.entity->name, .person = person, .ground = "staff", .actor = context.access.actor}));
    return {};
  });
  erasures_->add_place(erasure::jobs_place(*jobs_));
  erasures_->add_place(erasure::exports_place(*exports_));
  // Before the files: an upload is told by what it says.
  erasures_->add_place(erasure::imports_place(*imports_));
  erasures_->add_place(erasure::files_place(*files_));
  erasures_->add_place(erasure::folder_place("copies", folder_->path() / "copies"));
  erasures_->add_place(erasure::settings_place());
}

}  // namespace probity::installation
