#include "privacy/policy/check/findings.hpp"
#include "privacy/policy/names.hpp"

namespace probity::privacy {
namespace {

bool is_country(std::string_view code) { return code == "EEA" || (code.size() == 2 && std::ranges::all_of(code, [](char letter) { return letter >= 'A' && letter <= 'Z'; })); }

bool is_host(std::string_view host) { return !host.empty() && host.find_first_of("/: \t@?#") == host.npos; }

/// A safeguard that names a framework of some date.
void check_framework(Findings& findings, const Processor& processor, const std::string& where) {
  const auto found = findings.input.law.frameworks.find(name_of(processor.safeguard));
  if (found == findings.input.law.frameworks.end()) return;
  const Law::Framework& framework = found->second;
  if (!framework.valid_on(findings.input.today)) {
    const std::string ended = framework.until ? fmt::format(" since {}", format_day(*framework.until)) : "";
    findings.refuse(where + ".safeguard", fmt::format("The {} is not valid{}, so it protects nothing that goes to {}. Choose another safeguard, for instance standard_clauses.", framework.label, ended, processor.name));
  } else if (!framework.countries.contains(processor.country)) {
    findings.refuse(where + ".safeguard", fmt::format("The {} does not reach to {}. Choose another safeguard.", framework.label, processor.country));
  }
}

void check_end(Findings& findings, const Processor& processor, const std::string& where) {
  const auto end = parse_day(processor.safeguard_until);
  if (end && *end <= findings.input.today) {
    findings.refuse(where + ".safeguard_until", fmt::format("What protects the data at {} was valid until {}. Renew it and write the new date, or choose another safeguard.", processor.name, processor.safeguard_until));
  }
}

void check_place(Findings& findings, const Processor& processor, const std::string& where) {
  if (!is_country(processor.country)) {
    findings.refuse(where + ".country", fmt::format("Where {} keeps the data is missing. Write the country as two letters (DE, US), or EU.", processor.name));
    return;
  }
  check_framework(findings, processor, where);
  check_end(findings, processor, where);
  const Law& law = findings.input.law;
  const bool at_home = processor.country == findings.policy.controller.country || law.eea.contains(processor.country);
  if (at_home) return;
  const bool adequate = law.is_adequate(processor.country, findings.input.today);
  if (processor.safeguard == Safeguard::adequacy && !adequate) {
    findings.refuse(where + ".safeguard", fmt::format("The law of {} is not recognised as adequate. Choose another safeguard for {}.", processor.country, processor.name));
  }
  if (processor.safeguard == Safeguard::none_needed && !adequate) {
    findings.refuse(where + ".safeguard", fmt::format("Nothing protects the data that goes to {} in {}, which is outside the EEA and not recognised as adequate. Name a safeguard, for instance standard_clauses.", processor.name, processor.country));
  }
}

void check_words(Findings& findings, const Processor& processor, const std::string& where) {
  if (processor.task.empty()) findings.refuse(where + ".task", fmt::format("It is not said what {} does for us. Write one sentence.", processor.name));
  if (processor.purposes.empty()) findings.refuse(where + ".purposes", fmt::format("It is not said for which purposes {} receives data. Name them.", processor.name));
  if (processor.categories.empty()) findings.refuse(where + ".categories", fmt::format("It is not said which data {} receives. Name the categories.", processor.name));
  if (!processor.keep && processor.keep_text.empty()) findings.refuse(where + ".keep", fmt::format("It is not said how long {} keeps the data. Write a period, or \"not stated\" if they do not say.", processor.name));
  if (processor.may_refuse && processor.without_it.empty()) findings.refuse(where + ".without_it", fmt::format("People may refuse {}, but are not told what then stops working. Say it in one sentence.", processor.name));
  if (processor.statement == StatementState::in_hand && processor.statement_url.empty()) findings.warn(where + ".statement", fmt::format("The statement of {} is said to be in hand, but there is no link to it.", processor.name));
  const std::string& link = processor.statement_url;
  if (!link.empty() && !link.starts_with("https://") && !link.starts_with("http://")) findings.refuse(where + ".statement.url", fmt::format("The link to the statement of {} is no web address. Write it with https://.", processor.name));
  for (const std::string& host : processor.hosts) {
    if (!is_host(host)) findings.refuse(where + ".hosts", fmt::format("\"{}\" is not the name of a host. Write it without https:// and without a path.", host));
  }
}

/// What goes there is used for what it may be used for.
void check_uses(Findings& findings, const Processor& processor, const std::string& where) {
  for (const std::string& purpose : processor.purposes) findings.expect_purpose(where + ".purposes", purpose);
  for (const std::string& category : processor.categories) {
    findings.expect_category(where + ".categories", category);
    const auto may_use = [&](const std::string& name) {
      const Purpose* purpose = findings.policy.purpose(name);
      // A wide name is used where anything beneath it is.
      return purpose && (purpose->covers(category) || std::ranges::any_of(purpose->categories, [&](const std::string& narrow) { return narrow.starts_with(category + "."); }));
    };
    if (!processor.purposes.empty() && std::ranges::none_of(processor.purposes, may_use)) {
      findings.refuse(where + ".categories", fmt::format("{} would receive {}, which none of its purposes ({}) may use. Take it out, or name a purpose that may.", processor.name, category, fmt::join(processor.purposes, ", ")));
    }
  }
}

void check_integrations(Findings& findings) {
  if (!findings.input.running) return;
  for (const std::string& integration : findings.input.running->integrations) {
    const auto gets_it = [&](const Processor& processor) { return processor.integration == integration; };
    if (std::ranges::any_of(findings.policy.processors, gets_it)) continue;
    findings.refuse("processors", fmt::format("This installation hands data to \"{0}\", which no processor of the policy stands for. Add the company behind it with `integration: {0}`, or turn it off; nothing is sent there meanwhile.", integration));
  }
}

}  // namespace

void check_processors(Findings& findings) {
  for (const Processor& processor : findings.policy.processors) {
    const std::string where = fmt::format("processors.{}", processor.id);
    check_words(findings, processor, where);
    check_place(findings, processor, where);
    check_uses(findings, processor, where);
  }
  check_integrations(findings);
}

}  // namespace probity::privacy
