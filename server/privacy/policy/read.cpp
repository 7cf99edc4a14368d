#include "privacy/policy/read.hpp"

#include <charconv>

#include "privacy/policy/names.hpp"

namespace probity::privacy {
namespace {

/// The members of one map. What is missing keeps the value it has.
class Reader {
 public:
  explicit Reader(const Tree* tree) : tree_(tree) {}

  Reader under(std::string_view key) const { return Reader(find(key)); }
  std::string text(std::string_view key) const {
    const Tree* value = find(key);
    return value ? value->scalar : std::string();
  }
  void read(std::string_view key, std::string& into) const { into = text(key); }
  void read(std::string_view key, bool& into) const {
    if (const Tree* value = find(key)) into = value->scalar == "true";
  }
  void read(std::string_view key, std::optional<bool>& into) const {
    if (const Tree* value = find(key)) into = value->scalar == "true";
  }
  void read(std::string_view key, int& into) const {
    if (const Tree* value = find(key)) into = integer_of(*value);
  }
  void read(std::string_view key, std::optional<int>& into) const {
    if (const Tree* value = find(key)) into = integer_of(*value);
  }
  void read(std::string_view key, std::optional<Period>& into) const {
    if (const Tree* value = find(key)) into = parse_period(value->scalar);
  }
  void read(std::string_view key, std::vector<std::string>& into) const {
    if (const Tree* value = find(key)) into = texts_of(*value);
  }
  void read(std::string_view key, std::set<std::string>& into) const {
    const Tree* value = find(key);
    if (!value) return;
    const auto texts = texts_of(*value);
    into = {texts.begin(), texts.end()};
  }
  template <typename Value>
    requires std::is_enum_v<Value>
  void read(std::string_view key, Value& into) const {
    if (const Tree* value = find(key)) into = from_name<Value>(value->scalar).value_or(into);
  }
  /// `make(name, reader)` of each entry.
  template <typename Make>
  void each(std::string_view key, const Make& make) const {
    const Tree* map = find(key);
    if (!map) return;
    for (const TreeMember& member : map->members) make(member.key, Reader(&member.value));
  }
  const Tree* find(std::string_view key) const { return tree_ ? tree_->find(key) : nullptr; }
  const Tree* tree() const { return tree_; }

  static int integer_of(const Tree& value) {
    int number = 0;
    std::from_chars(value.scalar.data(), value.scalar.data() + value.scalar.size(), number);
    return number;
  }
  static std::vector<std::string> texts_of(const Tree& value) {
    if (value.is_scalar()) return {value.scalar};
    std::vector<std::string> texts;
    for (const Tree& item : value.items) texts.push_back(item.scalar);
    return texts;
  }

 private:
  const Tree* tree_;
};

Controller controller_of(const Reader& from) {
  Controller controller;
  from.read("name", controller.name);
  from.read("address", controller.address);
  from.read("country", controller.country);
  from.read("email", controller.email);
  from.read("phone", controller.phone);
  from.read("representative", controller.representative);
  from.read("officer", controller.officer);
  from.read("officer_email", controller.officer_email);
  from.read("officer_address", controller.officer_address);
  return controller;
}

Category category_of(const std::string& name, const Reader& from) {
  Category category{.name = name, .label = from.text("label")};
  from.read("special", category.special);
  return category;
}

Purpose purpose_of(const std::string& name, const Reader& from) {
  Purpose purpose;
  purpose.name = name;
  from.read("id", purpose.id);
  from.read("label", purpose.label);
  from.read("explanation", purpose.explanation);
  from.read("basis", purpose.basis);
  from.read("fideslang", purpose.fideslang);
  from.read("dpv", purpose.dpv);
  from.read("categories", purpose.categories);
  from.read("may_object", purpose.may_object);
  return purpose;
}

RetentionRule rule_of(const std::string& id, const Reader& from) {
  RetentionRule rule;
  rule.id = id;
  from.read("entity", rule.entity);
  from.read("categories", rule.categories);
  from.read("purpose", rule.purpose);
  from.read("starts", rule.starts);
  from.read("keep", rule.keep);
  from.read("action", rule.action);
  from.read("hold_blocks", rule.hold_blocks);
  from.read("minimum", rule.minimum);
  from.read("reason", rule.reason);
  from.read("section", rule.section);
  from.read("needs", rule.needs);
  return rule;
}

Processor processor_of(const std::string& id, const Reader& from) {
  Processor processor;
  processor.id = id;
  from.read("name", processor.name);
  from.read("kind", processor.kind);
  from.read("task", processor.task);
  from.read("purposes", processor.purposes);
  from.read("categories", processor.categories);
  from.read("country", processor.country);
  from.read("region", processor.region);
  from.read("safeguard", processor.safeguard);
  from.read("safeguard_until", processor.safeguard_until);
  from.read("keep", processor.keep);
  from.read("keep", processor.keep_text);
  if (processor.keep) processor.keep_text.clear();
  from.under("statement").read("url", processor.statement_url);
  from.under("statement").read("state", processor.statement);
  from.read("notice_date", processor.notice_date);
  from.read("integration", processor.integration);
  from.read("hosts", processor.hosts);
  from.read("may_refuse", processor.may_refuse);
  from.read("without_it", processor.without_it);
  from.read("no_own_use", processor.no_own_use);
  from.read("confidential", processor.confidential);
  return processor;
}

Cookie cookie_of(const std::string& name, const Reader& from) {
  Cookie cookie;
  cookie.name = name;
  from.read("kind", cookie.kind);
  from.read("purpose", cookie.purpose);
  from.read("keep", cookie.keep);
  from.read("set_by", cookie.set_by);
  return cookie;
}

AgeLimit age_of(const Reader& from) {
  AgeLimit age;
  from.read("years", age.years);
  from.read("parental_consent", age.parental_consent);
  from.each("by_country", [&](const std::string& country, const Reader& years) { age.by_country[country] = Reader::integer_of(*years.tree()); });
  return age;
}

Signals signals_of(const Reader& from) {
  Signals signals;
  from.read("do_not_track", signals.do_not_track);
  from.read("text", signals.do_not_track_text);
  from.read("global_privacy_control", signals.global_privacy_control);
  from.read("opts_out_of", signals.opts_out_of);
  return signals;
}

LogRule log_of(const std::string& id, const Reader& from) {
  LogRule log;
  log.id = id;
  from.read("label", log.label);
  from.read("address", log.address);
  from.read("why", log.why);
  return log;
}

Rights rights_of(const Reader& from) {
  Rights rights;
  from.read("clock", rights.clock);
  from.read("erase_at_once", rights.erase_at_once);
  from.read("kinds", rights.kinds);
  from.read("complaint_route", rights.complaint_route);
  from.read("overseer", rights.overseer);
  return rights;
}

Change change_of(const Reader& from) {
  Change change;
  std::optional<Period> wait;
  from.read("notice", change.notice);
  from.read("forward_only", change.forward_only);
  from.read("wait", wait);
  change.wait = wait.value_or(Period{});
  return change;
}

void add_checks(const Tree& tree, std::vector<Promise::Check>& checks) {
  if (tree.is_scalar()) checks.push_back({.name = tree.scalar, .with = {}});
  for (const Tree& item : tree.items) add_checks(item, checks);
  if (!tree.is_map()) return;
  const Reader from(&tree);
  Promise::Check check{.name = from.text("name"), .with = {}};
  from.each("with", [&](const std::string& key, const Reader& value) { check.with[key] = fmt::format("{}", fmt::join(Reader::texts_of(*value.tree()), ", ")); });
  checks.push_back(std::move(check));
}

Promise promise_of(const std::string& id, const Reader& from) {
  Promise promise;
  promise.id = id;
  from.read("text", promise.text);
  from.read("section", promise.section);
  from.read("needs", promise.needs);
  if (const Tree* checks = from.find("check")) add_checks(*checks, promise.checks);
  return promise;
}

template <typename Item>
void read_each(const Reader& from, std::string_view key, std::vector<Item>& into, Item (*make)(const std::string&, const Reader&)) {
  from.each(key, [&](const std::string& name, const Reader& entry) { into.push_back(make(name, entry)); });
}

}  // namespace

Policy policy_of(const Tree& tree) {
  const Reader from(&tree);
  Policy policy;
  from.read("policy", policy.name);
  from.read("label", policy.label);
  from.read("summary", policy.summary);
  policy.controller = controller_of(from.under("controller"));
  read_each(from, "categories", policy.categories, category_of);
  read_each(from, "purposes", policy.purposes, purpose_of);
  read_each(from, "retention", policy.retention, rule_of);
  read_each(from, "processors", policy.processors, processor_of);
  read_each(from, "cookies", policy.cookies, cookie_of);
  policy.age = age_of(from.under("age"));
  policy.signals = signals_of(from.under("signals"));
  read_each(from, "logs", policy.logs, log_of);
  from.each("guard", [&](const std::string& kind, const Reader& act) { policy.guard[kind] = from_name<GuardAct>(act.tree()->scalar).value_or(GuardAct::refuse); });
  policy.rights = rights_of(from.under("rights"));
  policy.change = change_of(from.under("change"));
  from.under("registration").read("required", policy.registration);
  from.under("registration").read("optional", policy.registration_optional);
  from.read("disclosure_grounds", policy.disclosure_grounds);
  from.read("publish_requests", policy.publish_requests);
  from.read("calendar_sync", policy.calendar_sync);
  from.read("sequence_mail_keeps", policy.sequence_mail_keeps);
  from.each("statements", [&](const std::string& section, const Reader& text) { policy.statements.emplace_back(section, text.tree()->scalar); });
  read_each(from, "promises", policy.promises, promise_of);
  return policy;
}

}  // namespace probity::privacy
