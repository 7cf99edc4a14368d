#include "privacy/policy/policy.hpp"

namespace probity::privacy {
namespace {

/// "user.contact" covers itself and "user.contact.email", not "user.contacts".
bool covers_name(std::string_view wide, std::string_view category) {
  return category.starts_with(wide) && (category.size() == wide.size() || category[wide.size()] == '.');
}

template <typename Item, typename Name>
const Item* find_in(const std::vector<Item>& items, std::string_view wanted, Name name) {
  const auto found = std::ranges::find_if(items, [&](const Item& item) { return std::invoke(name, item) == wanted; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

bool Purpose::covers(std::string_view category) const {
  return std::ranges::any_of(categories, [&](const std::string& wide) { return covers_name(wide, category); });
}

bool is_placeholder(const Processor& processor) { return processor.name.starts_with('[') && processor.name.ends_with(']'); }

const Category* Policy::category(std::string_view wanted) const { return find_in(categories, wanted, &Category::name); }
const Purpose* Policy::purpose(std::string_view wanted) const { return find_in(purposes, wanted, &Purpose::name); }
const Processor* Policy::processor(std::string_view id) const { return find_in(processors, id, &Processor::id); }
const RetentionRule* Policy::rule(std::string_view id) const { return find_in(retention, id, &RetentionRule::id); }
const LogRule* Policy::log(std::string_view id) const { return find_in(logs, id, &LogRule::id); }

bool Policy::allows(std::string_view wanted, std::string_view category) const {
  if (category == "none") return true;
  const Purpose* found = purpose(wanted);
  return found && found->covers(category);
}

std::int64_t PolicyInForce::first_version_of(const std::string& purpose, const std::string& category) const {
  const auto found = widened.find({purpose, category});
  return found == widened.end() ? 1 : found->second;
}

std::int64_t PolicyInForce::first_version_for(std::string_view processor) const {
  const auto found = opened.find(processor);
  return found == opened.end() ? 1 : found->second;
}

std::shared_ptr<const PolicyInForce> PolicyInForce::make(PolicyInForce policy) {
  static std::atomic<std::uint64_t> last{0};
  policy.serial = ++last;
  return std::make_shared<const PolicyInForce>(std::move(policy));
}

}  // namespace probity::privacy
