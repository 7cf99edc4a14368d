#include "privacy/refusals.hpp"

#include "base/log.hpp"

namespace probity::privacy {
namespace {

/// More pairs than any policy has; whatever comes beyond is counted together.
constexpr std::size_t kMostPairs = 10'000;

}  // namespace

void Refusals::note(std::string_view workspace, std::string_view purpose, std::string_view category) {
  const std::lock_guard lock(mutex_);
  std::tuple<std::string, std::string, std::string> pair{workspace, purpose, category};
  if (figures_.size() >= kMostPairs && !figures_.contains(pair)) pair = {std::string(workspace), "", ""};
  Figures& figures = figures_[pair];
  ++figures.times;
  figures.last = now();
  if (figures.told != 0 && figures.last - figures.told_at < kMinute) return;
  const std::string_view what = category.empty() ? std::string_view("anything: the policy has no such purpose") : category;
  log::warning("privacy: refused {} times in {}: purpose {} for {}", figures.times - figures.told, workspace, purpose, what);
  figures.told = figures.times;
  figures.told_at = figures.last;
}

std::vector<Refusal> Refusals::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<Refusal> all;
  for (const auto& [pair, figures] : figures_) {
    const auto& [workspace, purpose, category] = pair;
    all.push_back({workspace, purpose, category, figures.times, figures.last});
  }
  return all;
}

}  // namespace probity::privacy
