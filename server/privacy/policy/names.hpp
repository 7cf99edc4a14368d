#pragma once
// The words a policy file uses for what policy.hpp has as enumerations: one table each, read in both
// directions, so that what can be read can be written.
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "privacy/policy/policy.hpp"

namespace probity::privacy {

template <typename Value>
struct Named {
  Value value;
  std::string_view name;   ///< in files and JSON
  std::string_view words;  ///< in texts for people; empty where `name` does
};

template <typename Value>
std::span<const Named<Value>> names();
template <> std::span<const Named<Basis>> names();
template <> std::span<const Named<Starts>> names();
template <> std::span<const Named<RetentionAction>> names();
template <> std::span<const Named<Safeguard>> names();
template <> std::span<const Named<StatementState>> names();
template <> std::span<const Named<CookieKind>> names();
template <> std::span<const Named<DoNotTrack>> names();
template <> std::span<const Named<AddressForm>> names();
template <> std::span<const Named<GuardAct>> names();
template <> std::span<const Named<Rights::Clock>> names();
template <> std::span<const Named<Change::Notice>> names();

template <typename Value>
std::optional<Value> from_name(std::string_view name) {
  for (const Named<Value>& entry : names<Value>()) {
    if (entry.name == name) return entry.value;
  }
  return std::nullopt;
}

template <typename Value>
std::string_view to_name(Value value) {
  for (const Named<Value>& entry : names<Value>()) {
    if (entry.value == value) return entry.name;
  }
  return {};
}

template <typename Value>
std::string_view to_words(Value value) {
  for (const Named<Value>& entry : names<Value>()) {
    if (entry.value == value) return entry.words.empty() ? entry.name : entry.words;
  }
  return {};
}

template <typename Value>
std::vector<std::string_view> all_names() {
  std::vector<std::string_view> all;
  for (const Named<Value>& entry : names<Value>()) all.push_back(entry.name);
  return all;
}

}  // namespace probity::privacy
