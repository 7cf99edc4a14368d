#pragma once
// Rules of single domains, by the names that model/ uses. A hook looks at the draft before it is
// checked and planned, may change it, or refuses it. Hooks run inside planning, so they must be
// repeatable and touch nothing else.
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "records/draft.hpp"
#include "records/guarding/guarding.hpp"
#include "records/subject/facts.hpp"

namespace probity::records {

using Hook = std::function<Result<>(const Context&, store::Reader&, Draft&)>;
/// Sets one field from the others of its record.
using Compute = std::function<Result<>(const Context&, store::Reader&, const meta::Field&, Draft&)>;

class Hooks {
 public:
  void add_hook(std::string name, Hook hook) { hooks_.emplace(std::move(name), std::move(hook)); }
  void add_compute(std::string name, Compute compute) { computes_.emplace(std::move(name), std::move(compute)); }
  std::set<std::string, std::less<>> hook_names() const;
  std::set<std::string, std::less<>> compute_names() const;
  /// All hooks of the draft's entity in order, then its computes.
  Result<> run(const Context& context, store::Reader& reader, Draft& draft) const;

  /// What looks at every draft after the hooks.
  void guard_with(std::shared_ptr<const Guarding> guarding) { guarding_ = std::move(guarding); }
  const Guarding& guarding() const { return *guarding_; }

  /// What people's states are made of; shared, so that rooms above add theirs once records are there.
  SubjectFacts& facts() const { return *facts_; }

 private:
  std::shared_ptr<SubjectFacts> facts_ = std::make_shared<SubjectFacts>();
  std::shared_ptr<const Guarding> guarding_ = std::make_shared<const Guarding>();
  std::map<std::string, Hook, std::less<>> hooks_;
  std::map<std::string, Compute, std::less<>> computes_;
};

}  // namespace probity::records
