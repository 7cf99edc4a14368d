// How data is protected, how this text changes, and whom to turn to.
#include "privacy/policy/names.hpp"
#include "privacy/policy/publish/compose.hpp"
#include "privacy/policy/publish/placeholders.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {

/// What the program does by itself. Of what depends on how it is run, only what is so here.
Blocks security(const Composition& composition) {
  std::vector<Words> measures;
  if (composition.publishing.in_use("tls")) measures.push_back(words("What travels between you and us is encrypted."));
  if (composition.publishing.in_use("encryption")) measures.push_back(words("The databases are encrypted where they are stored."));
  measures.push_back(words("Passwords are kept in a form from which they cannot be read back."));
  measures.push_back(words("Each member sees and changes only what their role allows."));
  measures.push_back(words("Each change is recorded in a log that shows if somebody tampers with it."));
  measures.push_back(words("Attempts to guess a password are slowed down."));
  Blocks blocks;
  say(blocks, "These measures are in place:");
  blocks.emplace_back(List{std::move(measures)});
  return blocks;
}

Blocks changes(const Composition& composition) {
  const Change& change = composition.policy.change;
  Blocks blocks;
  const std::string since = composition.in_force.since == 0 ? "the beginning" : date_in_words(composition.in_force.since);
  blocks.emplace_back(Paragraph{{{fmt::format("This is version {}, in force since {}. ", composition.in_force.version, since)},
                                 {"All versions and what changed between them", "/privacy" + composition.publishing.suffix + "/history"},
                                 {" can be read."}}});
  if (!composition.is_promised("changes")) say(blocks, fmt::format("Changes are announced {}.", to_words(change.notice)));
  const bool waits = change.wait != Period{} && change.notice != Change::Notice::post_date;
  if (waits) say(blocks, fmt::format("Where you have to be told first, {} lie between the message and the day it counts.", period_in_words(change.wait)));
  return blocks;
}

Blocks complaints(const Composition& composition) {
  Blocks blocks;
  if (composition.is_promised("complaints")) return blocks;
  const auto& route = composition.policy.rights.complaint_route;
  if (std::ranges::find(route, "us") != route.end()) say(blocks, fmt::format("Please tell us first: {}.", *setting_in_words(composition.policy, "controller.email")));
  if (std::ranges::find(route, "authority") != route.end()) say(blocks, "You can always complain to the data protection authority of your country as well.");
  if (std::ranges::find(route, "arbitration") != route.end()) say(blocks, "After that an arbitrator can decide.");
  if (!composition.policy.rights.overseer.empty()) say(blocks, fmt::format("{} oversees us.", *setting_in_words(composition.policy, "rights.overseer")));
  return blocks;
}

Blocks contact(const Composition& composition) {
  Blocks blocks;
  if (!composition.is_promised("contact")) say(blocks, fmt::format("Write to {}.", *setting_in_words(composition.policy, "controller.email")));
  return blocks;
}

}  // namespace probity::privacy
