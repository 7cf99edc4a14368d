#pragma once
#include "meta/suggest.hpp"
#include "privacy/policy/check/check.hpp"

namespace probity::privacy {

/// What the checks of single sections share: what they look at and where they write what they find.
class Findings {
 public:
  explicit Findings(const CheckInput& input) : input(input), policy(input.document.policy) {}
  const CheckInput& input;
  const Policy& policy;

  void refuse(std::string where, std::string message) { note(true, std::move(where), std::move(message)); }
  void warn(std::string where, std::string message) { note(false, std::move(where), std::move(message)); }
  bool has(std::string_view where) const { return std::ranges::find(findings_, where, &Finding::where) != findings_.end(); }
  std::vector<Finding> take() { return std::move(findings_); }

  /// A purpose of the policy; notes it where there is none.
  void expect_purpose(const std::string& where, const std::string& name);
  /// A category of the policy, or a name above one.
  void expect_category(const std::string& where, const std::string& name);
  void expect_capability(const std::string& where, const std::string& name);

 private:
  void note(bool refuses, std::string where, std::string message);
  std::vector<Finding> findings_;
};

void check_controller(Findings& findings);
void check_purposes(Findings& findings);
void check_retention(Findings& findings);
void check_processors(Findings& findings);
void check_cookies(Findings& findings);
void check_rest(Findings& findings);
void check_promises(Findings& findings);
void check_texts(Findings& findings);
/// What a promise says in figures against what the same policy sets.
void check_figures(Findings& findings, const Promise& promise, const Promise::Check& check);

/// What a check is asked with: every parameter it knows and no other, none of them empty, each a value there is. False
/// where something was found.
bool check_parameters(Findings& findings, const Promise& promise, const Promise::Check& check);

/// Ends a sentence about a name nobody knows: "; did you mean ...?", or a full stop.
template <typename Names>
std::string or_near(std::string_view name, const Names& known) {
  const std::string near = meta::suggestion_among(name, known);
  return near.empty() ? "." : near;
}

/// "a, b , c" -> {"a", "b", "c"}
std::vector<std::string> listed(std::string_view text);

}  // namespace probity::privacy
