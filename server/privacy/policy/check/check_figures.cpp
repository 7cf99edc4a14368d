// The figures a promise names and those the same policy sets: a text that says 90 days over a rule of 60
// would be published with both.
#include <charconv>

#include "privacy/policy/check/findings.hpp"
#include "privacy/policy/names.hpp"

namespace probity::privacy {
namespace {

/// One check of one promise, with its figures.
struct Figures {
  Findings& findings;
  const Promise& promise;
  const Promise::Check& check;

  const Policy& policy() const { return findings.policy; }
  std::string with(const std::string& key) const {
    const auto found = check.with.find(key);
    return found == check.with.end() ? std::string() : found->second;
  }
  std::vector<std::string> list(const std::string& key) const { return listed(with(key)); }
  void refuse(std::string message) const { findings.refuse(fmt::format("promises.{}.check", promise.id), std::move(message)); }
  /// The promise says `said`, the policy sets `set`.
  void differ(std::string_view what, std::string_view said, std::string_view set) const {
    refuse(fmt::format("The promise says {} of {}, the policy sets {}. Make them agree.", said, what, set.empty() ? "nothing" : set));
  }
};

std::string keep_of(const RetentionRule& rule) { return rule.keep ? rule.keep->text() : std::string(); }

void rule_in_force(const Figures& of) {
  const RetentionRule* rule = of.policy().rule(of.with("rule"));
  if (!rule) return of.refuse(fmt::format("The promise speaks of the retention rule \"{}\", which the policy does not have. Add it.", of.with("rule")));
  if (!of.with("keep").empty() && parse_period(of.with("keep")) != rule->keep) of.differ(fmt::format("the rule \"{}\"", rule->id), of.with("keep"), keep_of(*rule));
  if (!of.with("starts").empty() && of.with("starts") != name_of(rule->starts)) of.differ(fmt::format("when \"{}\" starts", rule->id), of.with("starts"), name_of(rule->starts));
}

void rule_there(const Figures& of) {
  for (const std::string& id : of.list("rule")) {
    if (!of.policy().rule(id)) of.refuse(fmt::format("The promise speaks of the retention rule \"{}\", which the policy does not have. Add it.", id));
  }
}

void kinds_only(const Figures& of) {
  const auto kinds = of.list("kinds");
  for (const Processor& processor : of.policy().processors) {
    if (std::ranges::find(kinds, processor.kind) != kinds.end()) continue;
    of.refuse(fmt::format("The promise allows processors for {} only, but {} is listed for \"{}\". Take it out, or change the promise.", fmt::join(kinds, ", "), processor.name, processor.kind));
  }
}

void no_own_use(const Figures& of) {
  for (const Processor& processor : of.policy().processors) {
    if (processor.no_own_use == false) of.refuse(fmt::format("The promise says that nobody uses the data for themselves, but {} does (no_own_use: false). Agree on it with them, or take them out.", processor.name));
  }
}

void confidential(const Figures& of) {
  for (const Processor& processor : of.policy().processors) {
    if (processor.confidential == false) of.refuse(fmt::format("The promise says that everybody agreed not to disclose, but {} did not (confidential: false). Agree on it with them, or take them out.", processor.name));
  }
}

void region(const Figures& of) {
  const Processor* processor = of.policy().processor(of.with("processor"));
  if (!processor) return of.refuse(fmt::format("The promise speaks of the processor \"{}\", which the policy does not list. Add it.", of.with("processor")));
  if (!of.with("country").empty() && processor->country != of.with("country")) of.differ(fmt::format("where {} keeps the data", processor->name), of.with("country"), processor->country);
}

void asks_only(const Figures& of) {
  const auto fields = of.list("fields");
  auto asked = of.policy().registration;
  asked.insert(asked.end(), of.policy().registration_optional.begin(), of.policy().registration_optional.end());
  for (const std::string& field : asked) {
    if (std::ranges::find(fields, field) == fields.end()) of.refuse(fmt::format("Registration asks for \"{}\", which the promise does not name. Take it out of `registration`, or change the promise.", field));
  }
}

void age_limit(const Figures& of) {
  const std::string set = of.policy().age.years ? std::to_string(*of.policy().age.years) : std::string();
  if (of.with("years") != set) of.differ("the age limit", of.with("years"), set);
}

void do_not_track(const Figures& of) {
  if (of.with("value") != to_name(of.policy().signals.do_not_track)) of.differ("Do Not Track", of.with("value"), to_name(of.policy().signals.do_not_track));
}

void global_privacy_control(const Figures& of) {
  if (!of.policy().signals.global_privacy_control) of.refuse("The promise honours Global Privacy Control, the policy does not. Set signals.global_privacy_control: true.");
}

void guard(const Figures& of) {
  const auto least = from_name<GuardAct>(of.with("at_least")).value_or(GuardAct::warn);
  for (const std::string& kind : of.list("kinds")) {
    const auto found = of.policy().guard.find(kind);
    const GuardAct act = found == of.policy().guard.end() ? GuardAct::allow : found->second;
    if (act < least) of.refuse(fmt::format("The promise says that \"{}\" is {}, the policy lets it be {}. Set guard.{}: {}.", kind, to_words(least), to_words(act), kind, to_name(least)));
  }
}

void address_form(const Figures& of) {
  const LogRule* log = of.policy().log(of.with("log"));
  if (!log) return of.refuse(fmt::format("The promise speaks of the log \"{}\", which the policy does not list under `logs`. Add it.", of.with("log")));
  if (of.with("form") != to_name(log->address)) of.differ(fmt::format("addresses in the log \"{}\"", log->id), of.with("form"), to_name(log->address));
}

void purposes_there(const Figures& of) {
  for (const std::string key : {"purpose", "purposes"}) {
    for (const std::string& name : of.list(key)) {
      if (!of.policy().purpose(name)) of.refuse(fmt::format("The promise speaks of the purpose \"{}\", which the policy does not have. Add it.", name));
    }
  }
}

void switches_there(const Figures& of) {
  purposes_there(of);
  for (const std::string& name : of.list("purposes")) {
    const Purpose* purpose = of.policy().purpose(name);
    if (purpose && !purpose->may_object) of.refuse(fmt::format("The promise gives people a switch for \"{}\", the policy does not. Set purposes.{}.may_object: true.", name, name));
  }
}

void consent_needed(const Figures& of) {
  purposes_there(of);
  const Purpose* purpose = of.policy().purpose(of.with("purpose"));
  if (purpose && purpose->basis != Basis::consent) of.differ(fmt::format("the basis of \"{}\"", purpose->name), "consent", name_of(purpose->basis));
}

void forward_only(const Figures& of) {
  if (!of.policy().change.forward_only) of.refuse("The promise says that changes apply forward only, the policy lets them apply at once. Set change.forward_only: true.");
}

void disclosure(const Figures& of) {
  if (of.policy().disclosure_grounds.empty()) of.refuse("The promise says that every legal disclosure names a stated ground, but the policy states none. Fill in disclosure_grounds.");
}

using Compare = void (*)(const Figures&);

const std::map<std::string, Compare, std::less<>>& comparisons() {
  static const std::map<std::string, Compare, std::less<>> all{
      {"retention.rule_in_force", rule_in_force},
      {"retention.nothing_over_age", rule_there},
      {"processors.kinds_only", kinds_only},
      {"processors.no_own_use", no_own_use},
      {"processors.confidential", confidential},
      {"processors.region", region},
      {"registration.asks_only", asks_only},
      {"age.limit_in_force", age_limit},
      {"signals.dnt_as_stated", do_not_track},
      {"signals.gpc", global_privacy_control},
      {"guard.in_force", guard},
      {"logs.address_form", address_form},
      {"consent.needed_for", consent_needed},
      {"consent.opt_out_honoured", purposes_there},
      {"purpose.switches", switches_there},
      {"policy.forward_only", forward_only},
      {"disclosure.grounded", disclosure},
  };
  return all;
}

}  // namespace

void check_figures(Findings& findings, const Promise& promise, const Promise::Check& check) {
  const auto found = comparisons().find(check.name);
  if (found != comparisons().end()) found->second({findings, promise, check});
}

}  // namespace probity::privacy
