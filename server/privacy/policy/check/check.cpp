#include "privacy/policy/check/check.hpp"

#include "base/text.hpp"
#include "privacy/policy/check/findings.hpp"

namespace probity::privacy {

std::string Finding::text() const {
  const std::string place = file.empty() ? std::string() : fmt::format("{}:{}: ", file, line);
  return fmt::format("{}{}: {}", place, where, message);
}

void Findings::note(bool refuses, std::string where, std::string message) {
  const Places::Place place = input.document.places.of(where);
  findings_.push_back({.refuses = refuses, .where = std::move(where), .file = place.file, .line = place.line, .message = std::move(message)});
}

void Findings::expect_purpose(const std::string& where, const std::string& name) {
  if (policy.purpose(name)) return;
  std::vector<std::string> known;
  for (const Purpose& purpose : policy.purposes) known.push_back(purpose.name);
  refuse(where, fmt::format("The policy has no purpose \"{}\"{} Add it under `purposes`, or name another.", name, or_near(name, known)));
}

void Findings::expect_category(const std::string& where, const std::string& name) {
  const auto is_beneath = [&](const Category& category) {
    return category.name.starts_with(name) && (category.name.size() == name.size() || category.name[name.size()] == '.');
  };
  if (std::ranges::any_of(policy.categories, is_beneath)) return;
  std::vector<std::string> known;
  for (const Category& category : policy.categories) known.push_back(category.name);
  refuse(where, fmt::format("The policy has no category \"{}\"{} Add it under `categories`, or name another.", name, or_near(name, known)));
}

void Findings::expect_capability(const std::string& where, const std::string& name) {
  if (input.capabilities.empty() || input.capabilities.contains(name)) return;
  refuse(where, fmt::format("\"{}\" is not the name of a capability of this program{} Use a name from docs/promises.md, so that what waits for it is shown as waiting.", name,
                            or_near(name, input.capabilities)));
}

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> items;
  for (const std::string_view item : split(text, ',')) {
    if (!is_blank(item)) items.emplace_back(trim(item));
  }
  return items;
}

std::vector<Finding> check_policy(const CheckInput& input) {
  Findings findings(input);
  check_controller(findings);
  check_purposes(findings);
  check_retention(findings);
  check_processors(findings);
  check_cookies(findings);
  check_rest(findings);
  check_promises(findings);
  check_texts(findings);
  return findings.take();
}

Result<> refuse_bad(const std::vector<Finding>& findings) {
  Error error{.kind = ErrorKind::invalid, .code = "policy_refused", .message = {}};
  for (const Finding& finding : findings) {
    if (!finding.refuses) continue;
    error.message += "\n  " + finding.text();
    error.fields.push_back({finding.where, "policy_refused", finding.message});
  }
  if (error.fields.empty()) return {};
  const std::string count = error.fields.size() == 1 ? "one thing contradicts" : fmt::format("{} things contradict", error.fields.size());
  error.message = fmt::format("This policy cannot be kept; {} it:{}", count, error.message);
  return fail(std::move(error));
}

}  // namespace probity::privacy
