#include "rights/incidents/breach.hpp"

#include "base/text.hpp"

namespace probity::incidents {
namespace {

constexpr std::string_view kFollows = "Not known yet; it will follow without undue further delay.";

std::string minute_of(Timestamp at) {
  std::string text = format_timestamp(at);  // 2026-01-31T10:00:00.000000Z
  return text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
}

std::string hours(Timestamp span) {
  const auto whole = span / kHour;
  return whole == 1 ? "1 hour" : fmt::format("{} hours", whole);
}

std::string or_follows(const std::string& text) { return is_blank(text) ? std::string(kFollows) : text; }
std::string counted(const std::optional<std::int64_t>& count) { return count ? std::to_string(*count) : std::string(kFollows); }
std::string listed(const std::vector<std::string>& items) { return items.empty() ? std::string(kFollows) : fmt::format("{}", fmt::join(items, ", ")); }

struct Wanted {
  std::string_view label;
  bool there;
};
std::vector<std::string> absent(std::initializer_list<Wanted> wanted) {
  std::vector<std::string> labels;
  for (const Wanted& each : wanted) {
    if (!each.there) labels.emplace_back(each.label);
  }
  return labels;
}

constexpr std::string_view kNotInPolicy = "(The policy does not name the controller yet. Fill it in there.)";

std::string lines_of(const privacy::Controller& controller) {
  std::string text = controller.name.empty() ? std::string(kNotInPolicy) : controller.name;
  for (const std::string& line : {controller.address, controller.country, controller.email, controller.phone}) {
    if (!is_blank(line)) text += "\n" + line;
  }
  return text;
}

}  // namespace

std::string clock_in_words(const Breach& breach, Timestamp at) {
  if (breach.reported_at != 0) {
    const std::string late = breach.reported_late() ? fmt::format(", {} after the 72 hours", hours(breach.reported_at - breach.due_at)) : "";
    return fmt::format("Reported to the authority on {}, {} after it became known{}.", minute_of(breach.reported_at), hours(breach.reported_at - breach.aware_at), late);
  }
  if (breach.state == "not_reported") return "It was decided that it need not be reported.";
  if (at > breach.due_at) return fmt::format("Overdue for {}: it had to be reported by {}.", hours(at - breach.due_at), minute_of(breach.due_at));
  return fmt::format("{} left of 72, until {}; weekends count.", hours(breach.due_at - at), minute_of(breach.due_at));
}

std::string next_step(const Breach& breach, Timestamp at) {
  if (breach.state == "closed") return {};
  if (breach.risk.empty()) return "Judge the risk for the people concerned; the notice can follow in parts.";
  if (breach.waits_for_report()) {
    if (breach.risk == "unlikely") return "Report it to the authority, or write down why a risk is unlikely.";
    if (breach.overdue(at) && is_blank(breach.delay_reason)) return "Report it to the authority now, and write down why it is later than 72 hours.";
    return "Report it to the authority.";
  }
  if (breach.risk == "high" && breach.people_state == "undecided") return "Tell the people concerned, without undue delay, or write down why they need not be told.";
  return "Close it once the measures are carried out.";
}

std::vector<std::string> missing_for_authority(const Breach& breach) {
  return absent({{"What happened", !is_blank(breach.description)}, {"Kinds of breach", !breach.kinds.empty()}, {"Kinds of people", !is_blank(breach.people_kinds)}, {"People concerned", breach.people_count.has_value()},
                 {"Kinds of data", !breach.categories.empty()}, {"Records concerned", breach.records_count.has_value()}, {"Likely consequences", !is_blank(breach.consequences)}, {"Measures taken or planned", !is_blank(breach.measures)}});
}

std::vector<std::string> missing_for_people(const Breach& breach) {
  return absent({{"What happened", !is_blank(breach.description)}, {"Likely consequences", !is_blank(breach.consequences)}, {"Measures taken or planned", !is_blank(breach.measures)}});
}

std::vector<std::string> undecided(const Breach& breach) {
  // What was to follow the report has to have followed (Art. 33(4)).
  std::vector<std::string> open = breach.state == "reported" ? missing_for_authority(breach) : std::vector<std::string>();
  std::ranges::move(absent({{"the risk for people", !breach.risk.empty()}, {"whether the authority is told", !breach.waits_for_report()}, {"whether the people are told", breach.risk != "high" || breach.people_state != "undecided"},
                            {"the measures", breach.state == "reported" || !is_blank(breach.measures)}, {"why the report was late", !breach.reported_late() || !is_blank(breach.delay_reason)}}),
                    std::back_inserter(open));
  return open;
}

std::string contact_of(const Breach& breach, const privacy::Controller& controller) {
  if (!is_blank(breach.contact)) return breach.contact;
  if (!controller.officer_email.empty()) return controller.officer.empty() ? controller.officer_email : fmt::format("{}, {}", controller.officer, controller.officer_email);
  if (controller.name.empty() && controller.email.empty()) return std::string(kNotInPolicy);
  return controller.email.empty() ? controller.name : fmt::format("{}, {}", controller.name, controller.email);
}

std::string notice_to_authority(const Breach& breach, const privacy::Controller& controller, std::string_view authority) {
  std::string text = fmt::format("To: {}\nNotification of a personal data breach (Article 33 GDPR)\n\nController\n{}\n\n", authority.empty() ? "the supervisory authority" : authority, lines_of(controller));
  text += fmt::format("Contact for more information\n{}\n\n", contact_of(breach, controller));
  text += fmt::format("When\nBecame known: {}\nHappened: {}\n\n", minute_of(breach.aware_at), breach.happened_at ? minute_of(breach.happened_at) : std::string(kFollows));
  text += fmt::format("What happened\n{}\nKind of breach: {}\n\n", or_follows(breach.description), listed(breach.kinds));
  text += fmt::format("Whom and what it concerns\nKinds of people: {}\nNumber of people, approximately: {}\nKinds of data: {}\nNumber of records, approximately: {}\n\n", or_follows(breach.people_kinds), counted(breach.people_count),
                      listed(breach.categories), counted(breach.records_count));
  text += fmt::format("Likely consequences\n{}\n\nMeasures taken or planned\n{}\n\n", or_follows(breach.consequences), or_follows(breach.measures));
  text += fmt::format("The people concerned\n{}\n", breach.people_state == "told" ? "They were told on " + minute_of(breach.people_told_at) + "."
                                                    : breach.people_state == "not_told" ? "They are not told; why stands in the documentation of the breach (Article 33(5) GDPR)."
                                                    : breach.risk == "high"        ? "The risk for them is high; they are told without undue delay."
                                                    : breach.risk.empty()          ? "Whether they are told is not decided yet."
                                                                                   : "The risk for them is not high, so they are not told.");
  if (!is_blank(breach.delay_reason)) text += fmt::format("\nWhy this comes later than 72 hours\n{}\n", breach.delay_reason);
  return text;
}

std::string notice_to_people(const Breach& breach, const privacy::Controller& controller) {
  std::string text = fmt::format("What happened\n{}\n\nWhat it may mean for you\n{}\n\nWhat we did and do\n{}\n\n", or_follows(breach.description), or_follows(breach.consequences), or_follows(breach.measures));
  if (!is_blank(breach.advice)) text += fmt::format("What you can do\n{}\n\n", breach.advice);
  return text + fmt::format("Whom to ask\n{}\n", contact_of(breach, controller));
}

}  // namespace probity::incidents
