#pragma once
// Services that a person does not want their data to go to. Only those that the policy says may be refused; what
// then stops working is said before and after. Thread-safe.
#include <string>
#include <vector>

#include "privacy/policy/policy.hpp"
#include "rights/disclosure/book.hpp"

namespace probity::disclosure {

/// Stands for every service that may be refused, those to come included.
inline constexpr std::string_view kEveryVendor = "*";

class Refusals {
 public:
  Refusals(records::Records& records, Book& book) : records_(records), book_(book) {}

  /// Processor ids (or "*") that this person refuses.
  Result<std::set<std::string, std::less<>>> of(std::string_view workspace, const Id& person);
  /// "unknown_processor" (not_found), "may_not_be_refused" (conflict). Refusing twice is refusing.
  Result<> refuse(std::string_view workspace, const Id& person, std::string_view processor, const Id& by);
  /// Nothing happens where there was no refusal.
  Result<> allow(std::string_view workspace, const Id& person, std::string_view processor);

 private:
  Result<std::vector<std::pair<Id, std::string>>> rows_of(const records::Context& context, const Id& person);
  records::Records& records_;
  Book& book_;
};

/// Whether the refusals cover it.
bool covers(const std::set<std::string, std::less<>>& refusals, const privacy::Processor& processor);

}  // namespace probity::disclosure
