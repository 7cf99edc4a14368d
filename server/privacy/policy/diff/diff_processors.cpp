#include "privacy/policy/diff/sentences.hpp"
#include "privacy/policy/names.hpp"

namespace probity::privacy {
namespace {

std::string duration(const Processor& processor) {
  if (processor.keep) return processor.keep->in_words();
  return processor.keep_text.empty() ? "a time they do not state" : processor.keep_text;
}

/// "in US, protected by standard contractual clauses"
std::string place(const Processor& processor) {
  const std::string where = processor.region.empty() ? processor.country : fmt::format("{} ({})", processor.country, processor.region);
  const bool needs_none = processor.safeguard == Safeguard::none_needed;
  return needs_none ? fmt::format("in {}", where) : fmt::format("in {}, protected by {}", where, words_of(processor.safeguard));
}

/// From when data flows.
std::string from_when(const Sentences& to, const Processor& processor) {
  const std::string effective = format_day(day_of(to.input.effective, ""));
  return std::max(processor.notice_date, effective);
}

std::string way_to_refuse(const Processor& processor) {
  return processor.may_refuse ? fmt::format(" Each person can refuse it; then: {}", processor.without_it) : std::string();
}

void added(Sentences& to, const Processor& processor) {
  to.wider("processors." + processor.id,
           fmt::format("{} will receive data of {} ({}; {}): {}, for {}. {} Nothing goes there before {}; they keep it for {}.{}", processor.name, to.input.people, processor.kind, place(processor), to.categories(processor.categories),
                       to.purposes(processor.purposes), processor.task, from_when(to, processor), duration(processor), way_to_refuse(processor)));
}

void removed(Sentences& to, const Processor& processor) {
  to.narrower("processors." + processor.id, fmt::format("{} no longer receives data: what goes there stops with the next call after this takes effect. What they were given before they keep for {}.", processor.name, duration(processor)));
}

void data(Sentences& to, const Processor& old, const Processor& now, const std::string& where) {
  const auto more = without(now.categories, old.categories), less = without(old.categories, now.categories);
  if (!more.empty()) to.wider(where, fmt::format("{} will also receive: {}.", now.name, to.categories(more)));
  if (!less.empty()) to.narrower(where, fmt::format("{} no longer receives: {}.", now.name, to.categories(less)));
  const auto further = without(now.purposes, old.purposes), ended = without(old.purposes, now.purposes);
  if (!further.empty()) to.wider(where, fmt::format("{} will also receive data for {}.", now.name, to.purposes(further)));
  if (!ended.empty()) to.narrower(where, fmt::format("{} no longer receives data for {}.", now.name, to.purposes(ended)));
}

void agreements(Sentences& to, const Processor& old, const Processor& now, const std::string& where) {
  if (old.no_own_use != now.no_own_use) {
    if (now.no_own_use == true) to.narrower(where, fmt::format("{} has agreed to use the data for nothing of its own.", now.name));
    else if (now.no_own_use == false) to.wider(where, fmt::format("{} may use the data for purposes of its own.", now.name));
    else to.wider(where, fmt::format("Nobody confirms any longer that {} uses the data for nothing of its own.", now.name));
  }
  if (old.confidential != now.confidential) {
    if (now.confidential == true) to.narrower(where, fmt::format("{} has agreed not to disclose the data.", now.name));
    else to.wider(where, fmt::format("{} has no longer agreed to keep the data confidential.", now.name));
  }
  if (old.may_refuse != now.may_refuse) {
    if (now.may_refuse) to.narrower(where, fmt::format("Each person can now refuse {}; then: {}", now.name, now.without_it));
    else to.wider(where, fmt::format("People can no longer refuse {}.", now.name));
  }
}

void periods(Sentences& to, const Processor& old, const Processor& now, const std::string& where) {
  if (old.keep == now.keep && old.keep_text == now.keep_text) return;
  const std::string text = fmt::format("{} keeps the data for {} instead of {}.", now.name, duration(now), duration(old));
  const bool is_shorter = now.keep && (!old.keep || now.keep->shorter_than(*old.keep));
  if (is_shorter) to.narrower(where, text);
  else to.wider(where, text);
}

void changed(Sentences& to, const Processor& old, const Processor& now) {
  const std::string where = "processors." + now.id;
  if (old.name != now.name) to.wider(where, fmt::format("{} takes the place of {}.", now.name, old.name));
  data(to, old, now, where);
  const bool moved = old.country != now.country || old.region != now.region || old.safeguard != now.safeguard;
  if (moved) to.wider(where, fmt::format("{} keeps the data {}, instead of {}.", now.name, place(now), place(old)));
  periods(to, old, now, where);
  agreements(to, old, now, where);
  if (old.kind != now.kind || old.task != now.task) to.wider(where, fmt::format("{} does something else for us ({}): {}", now.name, now.kind, now.task));
  if (old.notice_date != now.notice_date) to.same(where, now.notice_date.empty() ? fmt::format("{} receives data without a date to wait for.", now.name) : fmt::format("Nothing goes to {} before {}.", now.name, now.notice_date));
  if (old.safeguard_until != now.safeguard_until) to.same(where, now.safeguard_until.empty() ? fmt::format("What protects the data at {} has no end.", now.name) : fmt::format("What protects the data at {} is valid until {}.", now.name, now.safeguard_until));
  if (old.statement_url != now.statement_url || old.statement != now.statement) to.same(where, fmt::format("The privacy statement of {} is {}{}.", now.name, to_words(now.statement), now.statement_url.empty() ? "" : ": " + now.statement_url));
  if (old.integration != now.integration || old.hosts != now.hosts) to.same(where, fmt::format("Data reaches {} in another way{}.", now.name, now.hosts.empty() ? "" : ": " + joined(now.hosts)));
  if (old.may_refuse && now.may_refuse && old.without_it != now.without_it) to.same(where, fmt::format("Without {}: {}", now.name, now.without_it));
}

}  // namespace

void diff_processors(Sentences& to) {
  compare_lists(
      to.before.processors, to.after.processors, &Processor::id, [&](const Processor& processor) { added(to, processor); }, [&](const Processor& processor) { removed(to, processor); },
      [&](const Processor& old, const Processor& now) { changed(to, old, now); });
}

}  // namespace probity::privacy
