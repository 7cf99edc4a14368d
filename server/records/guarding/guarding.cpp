#include "records/guarding/guarding.hpp"

#include "records/context.hpp"
#include "records/draft.hpp"
#include "records/guarding/look.hpp"

namespace probity::records {
namespace {

using privacy::GuardAct;
using privacy::guard::Find;
using privacy::guard::Kinds;

bool is_removal(const Draft& draft) { return draft.after.empty() || draft.verb == Verb::remove || draft.verb == Verb::erase; }

Kinds kept_out(const privacy::Policy& policy) {
  Kinds kinds;
  for (const auto kind : privacy::guard::kKinds) {
    if (act_on(policy, kind) >= GuardAct::mask) kinds = kinds.with(kind);
  }
  return kinds;
}

}  // namespace

GuardAct act_on(const privacy::Policy& policy, privacy::guard::Kind kind) {
  const auto rule = policy.guard.find(std::string(privacy::guard::name_of(kind)));
  return rule == policy.guard.end() ? GuardAct::allow : rule->second;
}

Result<> Guarding::look(const Context& context, Draft& draft) const {
  std::vector<privacy::guard::Acted> refused;
  auto result = examine(context, draft, refused);
  for (const auto& find : refused) counts_.add(find);
  return result;
}

Result<> Guarding::foresee(const Context& context, Draft& draft) const {
  std::vector<privacy::guard::Acted> refused;
  return examine(context, draft, refused);
}

Result<> Guarding::examine(const Context& context, Draft& draft, std::vector<privacy::guard::Acted>& refused) const {
  if (is_removal(draft)) return {};
  Look look(guard_, *context.policy->policy, context, draft);
  const bool all = !draft.live_before();
  for (const meta::Field& field : draft.entity->fields) {
    if (is_null(draft.after[static_cast<std::size_t>(field.first_column)])) continue;
    if (!all && !draft.changed(field)) continue;
    PROBITY_TRY(look.at(field));
    if (text_of_file_ && field.type->name() == "file" && !look.brings_back()) look.at_contents(field, text_of_file_);
  }
  refused = look.refused();
  return std::move(look).result();
}

Result<> Guarding::look(const privacy::Policy& policy, std::string_view field, std::string_view text) const {
  for (const Find& find : guard_.look(text, kept_out(policy))) {
    if (act_on(policy, find.kind) != GuardAct::refuse) continue;
    counts_.add({find.kind, GuardAct::refuse});
    return refusal(field, field, find);
  }
  return {};
}

std::string Guarding::covered(const privacy::Policy& policy, std::string_view text) const {
  const auto finds = guard_.look(text, kept_out(policy));
  return finds.empty() ? std::string(text) : mask(text, finds);
}

void Guarding::count(const Draft& draft) const {
  for (const auto& acted : draft.guarded) counts_.add(acted);
}

}  // namespace probity::records
