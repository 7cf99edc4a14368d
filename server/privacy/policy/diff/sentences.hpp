#pragma once
#include "privacy/policy/diff/diff.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {

/// The two policies, and what was found between them so far.
class Sentences {
 public:
  explicit Sentences(const DiffInput& input) : input(input), before(input.before), after(input.after) {}
  const DiffInput& input;
  const Policy& before;
  const Policy& after;

  void narrower(std::string where, std::string text) { add({Severity::narrower, std::move(where), std::move(text), false, {}}); }
  void same(std::string where, std::string text) { add({Severity::same, std::move(where), std::move(text), false, {}}); }
  void wider(std::string where, std::string text) { add({Severity::wider, std::move(where), std::move(text), true, {}}); }
  void add(PolicyChange change) { changes_.push_back(std::move(change)); }
  std::vector<PolicyChange> take() { return std::move(changes_); }

  /// Labels of categories: "Email address, Phone number".
  std::string categories(const std::vector<std::string>& names) const;
  /// Labels of purposes.
  std::string purposes(const std::vector<std::string>& names) const;
  std::string records_of(const std::string& entity) const;

 private:
  std::string category(const std::string& name) const;
  std::vector<PolicyChange> changes_;
};

void diff_controller(Sentences& sentences);
void diff_purposes(Sentences& sentences);
void diff_retention(Sentences& sentences);
void diff_processors(Sentences& sentences);
void diff_cookies(Sentences& sentences);
void diff_settings(Sentences& sentences);
void diff_promises(Sentences& sentences);

/// What of `left` is not in `right`, in order.
template <typename Texts>
std::vector<std::string> without(const Texts& left, const Texts& right) {
  std::vector<std::string> rest;
  for (const std::string& text : left) {
    if (std::find(right.begin(), right.end(), text) == right.end()) rest.push_back(text);
  }
  return rest;
}

/// Calls added(new), removed(old) or changed(old, new) for the entries of two lists, told apart by `key`.
template <typename Item, typename Key, typename Added, typename Removed, typename Changed>
void compare_lists(const std::vector<Item>& before, const std::vector<Item>& after, Key key, const Added& added, const Removed& removed, const Changed& changed) {
  const auto find_in = [&](const std::vector<Item>& items, const Item& wanted) {
    const auto found = std::ranges::find(items, std::invoke(key, wanted), key);
    return found == items.end() ? nullptr : &*found;
  };
  for (const Item& item : after) {
    const Item* old = find_in(before, item);
    if (old) changed(*old, item);
    else added(item);
  }
  for (const Item& item : before) {
    if (!find_in(after, item)) removed(item);
  }
}

}  // namespace probity::privacy
