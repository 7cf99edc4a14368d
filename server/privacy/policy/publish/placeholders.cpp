#include "privacy/policy/publish/placeholders.hpp"

#include <functional>

#include "base/text.hpp"
#include "privacy/policy/names.hpp"
#include "privacy/policy/publish/sections.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {
namespace {

using Answer = std::optional<std::string>;
using InWords = std::string (*)(std::string_view);

template <typename List>
std::string listed_in_words(const List& items, InWords in_words) {
  std::vector<std::string> texts;
  for (const auto& item : items) texts.push_back(in_words(item));
  return joined(texts);
}

Answer or_gap(const std::string& value, std::string_view what) { return is_blank(value) ? fmt::format("[{}]", what) : value; }

Answer of_retention(const RetentionRule* rule, std::string_view key) {
  if (!rule) return std::nullopt;
  if (key == "keep" && rule->keep) return period_in_words(*rule->keep);
  if (key == "minimum" && rule->minimum) return period_in_words(*rule->minimum);
  if (key == "reason") return rule->reason;
  return std::nullopt;
}

Answer of_processor(const Processor* processor, std::string_view key) {
  if (!processor) return std::nullopt;
  if (key == "name") return processor->name;
  if (key == "country" && !processor->country.empty()) return country_in_words(processor->country);
  if (key == "region" && !processor->region.empty()) return processor->region;
  if (key == "keep") return processor->keep ? period_in_words(*processor->keep) : processor->keep_text;
  return std::nullopt;
}

Answer of_cookie(const Policy& policy, std::string_view name, std::string_view key) {
  const auto found = std::ranges::find(policy.cookies, name, &Cookie::name);
  if (found == policy.cookies.end() || key != "keep") return std::nullopt;
  return found->keep ? period_in_words(*found->keep) : "until you close the browser";
}

Answer of_log(const LogRule* log, std::string_view key) {
  if (!log || key != "address") return std::nullopt;
  return std::string(to_words(log->address));
}

Answer of_controller(const Controller& controller, std::string_view key) {
  if (key == "name") return or_gap(controller.name, "name of the company that answers for your data");
  if (key == "address") return or_gap(controller.address, "postal address of the controller");
  if (key == "email") return or_gap(controller.email, "email address for privacy questions");
  if (key == "phone") return or_gap(controller.phone, "phone number of the controller");
  if (key == "officer") return or_gap(controller.officer, "name of the privacy officer");
  if (key == "officer_email") return or_gap(controller.officer_email, "email address of the privacy officer");
  if (key == "officer_address") return or_gap(controller.officer_address, "postal address of the privacy officer");
  return std::nullopt;
}

Answer of_guard(const Policy& policy, std::string_view act) {
  const auto wanted = from_name<GuardAct>(act);
  if (!wanted) return std::nullopt;
  std::vector<std::string> finds;
  for (const std::string_view kind : {"payment_card", "iban", "us_ssn", "uk_nino", "national_id", "health"}) {
    const auto found = policy.guard.find(std::string(kind));
    if (found != policy.guard.end() && found->second == *wanted) finds.push_back(find_in_words(kind));
  }
  return finds.empty() ? "nothing" : joined(finds);
}

Answer of_check(const Promise* promise, const std::string& name) {
  if (!promise) return std::nullopt;
  for (const Promise::Check& check : promise->checks) {
    const auto found = check.with.find(name);
    if (found == check.with.end()) continue;
    std::vector<std::string> values;
    for (const std::string_view value : split(found->second, ',')) values.push_back(check.name.starts_with("guard.") ? find_in_words(trim(value)) : kind_in_words(trim(value)));
    // What is a half-sentence of its own stands last.
    std::ranges::stable_partition(values, [](const std::string& value) { return !value.starts_with("services "); });
    return joined(values);
  }
  return std::nullopt;
}

Answer of_two(const Policy& policy, std::string_view group, std::string_view key, const Promise* promise) {
  if (group == "age" && key == "years" && policy.age.years) return std::to_string(*policy.age.years);
  if (group == "rights" && key == "clock") return std::string(to_words(policy.rights.clock));
  if (group == "rights" && key == "overseer") return or_gap(policy.rights.overseer, "name of the authority that oversees us");
  if (group == "change" && key == "notice") return std::string(to_words(policy.change.notice));
  if (group == "change" && key == "wait") return period_in_words(policy.change.wait);
  if (group == "signals" && key == "text" && !policy.signals.do_not_track_text.empty()) return policy.signals.do_not_track_text;
  if (group == "registration" && key == "required") return listed_in_words(policy.registration, asked_in_words);
  if (group == "registration" && key == "optional") return listed_in_words(policy.registration_optional, asked_in_words);
  if (group == "controller") return of_controller(policy.controller, key);
  if (group == "guard") return of_guard(policy, key);
  if (group == "with") return of_check(promise, std::string(key));
  return std::nullopt;
}

Answer of_one(const Policy& policy, std::string_view key) {
  if (key == "calendar_sync") return sync_in_words(policy.calendar_sync);
  if (key == "sequence_mail_keeps") {
    std::vector<std::string> parts;  // In the order in which a message is read, not in that of the alphabet.
    for (const std::string_view part : {"subject", "body", "message_id", "thread", "opened", "bounced"}) {
      if (policy.sequence_mail_keeps.contains(std::string(part))) parts.push_back(part_of_message_in_words(part));
    }
    return joined(parts);
  }
  if (key == "disclosure_grounds") {
    std::vector<std::string> grounds;
    for (const std::string_view ground : {"duty", "defence", "wrongdoing", "safety", "liability"}) {
      if (policy.disclosure_grounds.contains(std::string(ground))) grounds.push_back(ground_in_words(ground));
    }
    return joined(grounds, "or");
  }
  return std::nullopt;
}

/// Calls back for each placeholder and each link, and for the plain text between them.
struct Reader {
  std::function<void(std::string_view)> plain;
  std::function<void(std::string_view)> placeholder;                 ///< without its braces
  std::function<void(std::string_view, std::string_view)> link;      ///< words, address
};

void read(std::string_view text, const Reader& reader) {
  while (!text.empty()) {
    const auto start = text.find_first_of("{[");
    reader.plain(text.substr(0, start));
    if (start == text.npos) return;
    text.remove_prefix(start);
    const auto end = text.find(text.front() == '{' ? '}' : ']');
    const auto link_end = end != text.npos && text.front() == '[' && text.substr(end).starts_with("](") ? text.find(')', end) : text.npos;
    if (text.front() == '{' && end != text.npos) {
      reader.placeholder(text.substr(1, end - 1));
      text.remove_prefix(end + 1);
    } else if (link_end != text.npos) {
      reader.link(text.substr(1, end - 1), text.substr(end + 2, link_end - end - 2));
      text.remove_prefix(link_end + 1);
    } else {
      reader.plain(text.substr(0, 1));
      text.remove_prefix(1);
    }
  }
}

std::string capital_first(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

void each_text(const Policy& policy, const std::function<void(const std::string& where, std::string_view text, const Promise*)>& visit) {
  for (const Promise& promise : policy.promises) visit(fmt::format("promises.{}.text", promise.id), promise.text, &promise);
  for (const auto& [section, text] : policy.statements) visit(fmt::format("statements.{}", section), text, nullptr);
}

bool is_gap(std::string_view value) { return value.starts_with('[') && value.ends_with(']'); }

}  // namespace

Answer setting_in_words(const Policy& policy, std::string_view placeholder, const Promise* promise) {
  const auto parts = split(placeholder, '.');
  if (parts.size() == 1) return of_one(policy, parts[0]);
  if (parts.size() == 2) return of_two(policy, parts[0], parts[1], promise);
  if (parts.size() != 3) return std::nullopt;
  if (parts[0] == "retention") return of_retention(policy.rule(parts[1]), parts[2]);
  if (parts[0] == "processor") return of_processor(policy.processor(parts[1]), parts[2]);
  if (parts[0] == "cookie") return of_cookie(policy, parts[1], parts[2]);
  if (parts[0] == "log") return of_log(policy.log(parts[1]), parts[2]);
  return std::nullopt;
}

Words fill_in(const Policy& policy, std::string_view text, const Promise* promise) {
  Words words;
  std::string running;
  const Reader reader{
      .plain = [&](std::string_view plain) { running += plain; },
      .placeholder = [&](std::string_view name) {
        std::string value = setting_in_words(policy, name, promise).value_or(fmt::format("{{{}}}", name));
        running += running.empty() && words.empty() ? capital_first(std::move(value)) : value;
      },
      .link = [&](std::string_view shown, std::string_view address) {
        if (!running.empty()) words.push_back({std::exchange(running, {})});
        words.push_back({std::string(shown), std::string(address)});
      }};
  read(text, reader);
  if (!running.empty()) words.push_back({std::move(running)});
  return words;
}

std::string in_words(const Policy& policy, const Promise& promise) {
  std::string text;
  for (const Span& span : fill_in(policy, promise.text, &promise)) text += span.text;
  return text;
}

bool mentions(std::string_view text, std::string_view placeholder) { return text.find(fmt::format("{{{}}}", placeholder)) != text.npos; }

std::vector<TextProblem> problems_of_texts(const Policy& policy) {
  std::vector<TextProblem> problems;
  each_text(policy, [&](const std::string& where, std::string_view text, const Promise* promise) {
    read(text, {.plain = [](std::string_view) {},
                .placeholder = [&](std::string_view name) {
                  if (!setting_in_words(policy, name, promise)) problems.push_back({where, fmt::format("{{{}}} names no setting of this policy. Name one, or write the sentence without it.", name)});
                },
                .link = [](std::string_view, std::string_view) {}});
  });
  const auto expect_section = [&](const std::string& where, std::string_view section) {
    if (!is_section(section)) problems.push_back({where, fmt::format("The published text has no section \"{}\". Name one of: {}.", section, fmt::join(section_names(), ", "))});
  };
  for (const Promise& promise : policy.promises) expect_section(fmt::format("promises.{}.section", promise.id), promise.section);
  for (const auto& [section, text] : policy.statements) expect_section(fmt::format("statements.{}", section), section);
  return problems;
}

std::vector<TextProblem> gaps_of_texts(const Policy& policy) {
  std::vector<TextProblem> gaps;
  const auto note = [&](std::string where, std::string_view gap) {
    if (std::ranges::find(gaps, where, &TextProblem::where) == gaps.end()) gaps.push_back({std::move(where), fmt::format("Nobody filled this in; the published text shows \"{}\".", gap)});
  };
  each_text(policy, [&](const std::string&, std::string_view text, const Promise* promise) {
    read(text, {.plain = [](std::string_view) {},
                .placeholder = [&](std::string_view name) {
                  const Answer value = setting_in_words(policy, name, promise);
                  if (value && is_gap(*value) && !name.starts_with("processor.")) note(std::string(name), *value);
                },
                .link = [](std::string_view, std::string_view) {}});
  });
  for (const Processor& processor : policy.processors) {
    if (is_gap(processor.name)) note(fmt::format("processors.{}.name", processor.id), processor.name);
  }
  return gaps;
}

}  // namespace probity::privacy
