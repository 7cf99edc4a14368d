// Signals of browsers: what is said to be done with them, and what is done.
#include "base/json.hpp"
#include "base/text.hpp"
#include "promises/checks/checks.hpp"

namespace probity::promises {
namespace {

std::string_view name_of(privacy::DoNotTrack value) {
  switch (value) {
    case privacy::DoNotTrack::honoured: return "honoured";
    case privacy::DoNotTrack::ignored: return "ignored";
    case privacy::DoNotTrack::not_stated: return "not_stated";
  }
  return "not_stated";
}

Result<Evidence> dnt_as_stated(const Situation& situation) {
  const privacy::Signals& signals = situation.policy().signals;
  const std::string in_force(name_of(signals.do_not_track));
  const std::vector<Figure> figures{{"Do Not Track", in_force == "not_stated" ? "not stated" : in_force}};
  if (in_force != situation.parameter("value")) return broken(fmt::format("Do Not Track is {} by the policy in force, and promised to be {}.", in_force, situation.parameter("value")), figures);
  if (in_force != "not_stated" && is_blank(signals.do_not_track_text)) return broken("The published policy does not say what is done with Do Not Track.", figures);
  return kept(fmt::format("The policy in force says so, and the program does it: {}", signals.do_not_track_text.empty() ? "nothing is said of Do Not Track." : signals.do_not_track_text), figures);
}

/// Asked as a browser would: what stands at the well-known address.
Result<Evidence> gpc(const Situation& situation) {
  if (!situation.policy().signals.global_privacy_control) return broken("Global Privacy Control is not honoured by the policy in force.");
  const std::string body = situation.facts.page("/.well-known/gpc.json");
  if (body.empty() && situation.applied) return broken("There is no page that tells browsers that Global Privacy Control is honoured.");
  if (situation.applied) {
    const auto answer = parse_json(body);
    const JsonValue* honoured = answer ? find(*answer, "gpc") : nullptr;
    if (!honoured || !honoured->IsBool() || !honoured->GetBool()) return broken("The page for browsers says that Global Privacy Control is not honoured.");
  }
  return kept("A browser that sends Global Privacy Control opts its owner out, and the well-known page says so.", {{"purposes it opts out of", std::to_string(situation.policy().signals.opts_out_of.size())}});
}

}  // namespace

std::vector<Check> signal_checks() {
  return {
      {"signals.dnt_as_stated", "what the policy in force does with Do Not Track", {"value"}, dnt_as_stated},
      {"signals.gpc", "the policy in force, and the page that browsers ask for", {}, gpc},
  };
}

}  // namespace probity::promises
