// What is published: the text, its date, who answers for it and how they are reached.
#include "base/html.hpp"
#include "base/text.hpp"
#include "privacy/policy/publish/publish.hpp"
#include "promises/checks/checks.hpp"
#include "promises/checks/requests.hpp"

namespace probity::promises {
namespace {

using privacy::Controller;

/// Where the level's page of that name is: "/privacy", "/privacy/of/acme".
std::string path_of(const Situation& situation, std::string_view page) {
  return situation.of_operator() ? std::string(page) : fmt::format("{}/of/{}", page, situation.level);
}

Result<Evidence> published(const Situation& situation) {
  if (!situation.applied) {
    if (situation.policy().promises.empty()) return broken("The policy promises nothing that could be published.");
    return kept("The readable text is made from the same file as the rules, and would be published with it.", {{"promises in the text", std::to_string(situation.policy().promises.size())}});
  }
  const std::string path = path_of(situation, "/privacy");
  const std::string body = situation.facts.page(path);
  if (body.empty()) return broken(fmt::format("There is no page {} on which the policy can be read.", path));
  const std::string date = format_day(day_of(situation.in_force->since, {}));
  const std::vector<Figure> figures{{"page", path}, {"in force since", date}};
  if (situation.in_force->since > 0 && body.find(date) == std::string::npos && body.find(std::to_string(situation.in_force->version)) == std::string::npos) {
    return broken("The page shows another version of the policy than the one in force.", figures);
  }
  return kept("The policy in force can be read by anybody, as a text made from the same file.", figures);
}

Result<Evidence> dated(const Situation& situation) {
  if (!situation.applied) return kept("A policy gets its date when it is applied.", {{"date", "on the day it is applied"}});
  const Timestamp since = situation.in_force->since;
  if (since <= 0) return broken("The policy in force has no date.");
  const std::vector<Figure> figures{{"in force since", format_day(day_of(since, {}))}, {"version", std::to_string(situation.in_force->version)}};
  if (since > now() + kHour) return broken("The policy in force is dated in the future.", figures);
  return kept("The policy shows the day since which it is in force.", figures);
}

/// Nothing of it was filled in: that is a setting somebody has still to make.
bool is_not_filled_in(const Controller& controller) {
  return controller.name.empty() && controller.address.empty() && controller.email.empty() && controller.country.empty() && controller.officer_email.empty();
}

Result<Evidence> names_controller(const Situation& situation) {
  const Controller& controller = situation.policy().controller;
  if (is_not_filled_in(controller)) return waiting("controller.name", "Nobody has filled in yet who answers for the data.");
  if (is_blank(controller.name)) return broken("The policy does not name who answers for the data.");
  if (is_blank(controller.address) || is_blank(controller.country)) return broken("The policy names who answers for the data, and no postal address with its country.");
  return kept("The policy names who answers for the data, with a postal address.", {{"country", controller.country}});
}

/// By mail and by post.
Result<Evidence> officer_reachable(const Situation& situation) {
  const Controller& controller = situation.policy().controller;
  const std::vector<Figure> figures{{"address for mail", is_blank(controller.officer_email) ? "none" : "named"}, {"postal address", is_blank(controller.officer_address) ? "none" : "named"}};
  if (is_blank(controller.officer_email) && is_blank(controller.officer_address)) return waiting("controller.officer_email", "Nobody has filled in yet how the privacy officer is reached.");
  if (is_blank(controller.officer_email)) return broken("The policy names no mail address of the privacy officer.", figures);
  if (is_blank(controller.officer_address)) return broken("The policy names no postal address of the privacy officer.", figures);
  if (!situation.applied) return kept("The policy names the privacy officer's addresses for mail and for post.", figures);
  const std::string body = situation.facts.page(path_of(situation, "/privacy"));
  const bool shown = body.find(escape_html(controller.officer_email)) != body.npos;
  if (!shown) return broken("The published text does not say how the privacy officer is reached.", figures);
  return kept("The privacy officer can be reached by mail and by post, and the published text says where.", figures);
}

Result<Evidence> contact_answers(const Situation& situation) {
  const Controller& controller = situation.policy().controller;
  if (is_not_filled_in(controller)) return waiting("controller.email", "Nobody has filled in yet whom to ask about privacy.");
  if (is_blank(controller.email) && is_blank(controller.officer_email)) return broken("The policy has no address to which questions about privacy can be sent.");
  const bool tracked = situation.facts.ready("requests") == Ready::yes;
  if (!tracked) return waiting("requests", "There is an address for questions about privacy; that each is tracked to an answer is not built yet.");
  if (situation.applied && situation.facts.page(path_of(situation, "/requests")).empty()) return broken("There is no page on which questions about privacy can be asked.");
  PROBITY_ASSIGN(const std::int64_t late, requests_overdue(situation, {"question", "complaint"}));
  PROBITY_ASSIGN(const std::int64_t answered, count(situation, "request", [](const records::Context&) {
    return store::Condition::all_of({store::Condition::is_in("kind", {cell("question"), cell("complaint")}), store::Condition::equals("state", cell("fulfilled"))});
  }));
  const std::vector<Figure> figures{{"questions and complaints past their date", std::to_string(late)}, {"answered", std::to_string(answered)}};
  if (late > 0) return broken("Questions about privacy wait longer than promised.", figures);
  return kept("Questions about privacy have an address and a page, and each is tracked to its answer.", figures);
}

/// Links in a page of ours that lead elsewhere and are not marked as such.
struct Links {
  std::int64_t outward = 0;
  std::int64_t unmarked = 0;
};
Links links_in(std::string_view html) {
  Links links;
  for (std::size_t at = html.find("<a "); at != html.npos; at = html.find("<a ", at + 1)) {
    const std::string_view tag = html.substr(at, html.find('>', at) - at);
    if (tag.find("href=\"http") == tag.npos) continue;
    ++links.outward;
    if (tag.find("class=\"away\"") == tag.npos) ++links.unmarked;
  }
  return links;
}

Result<Evidence> links_marked(const Situation& situation) {
  Links sum;
  int pages = 0;
  for (const char* page : {"/privacy", "/trust", "/privacy/history"}) {
    const std::string body = situation.facts.page(path_of(situation, page));
    if (body.empty()) continue;
    ++pages;
    const Links links = links_in(body);
    sum.outward += links.outward;
    sum.unmarked += links.unmarked;
  }
  const std::vector<Figure> figures{{"pages looked at", std::to_string(pages)}, {"links that lead away", std::to_string(sum.outward)}, {"not marked", std::to_string(sum.unmarked)}};
  if (pages == 0) return broken("There is no page to look at.", figures);
  if (sum.unmarked > 0) return broken("A page has links that lead away from it without saying so.", figures);
  return kept("Links that lead to other sites are marked as such.", figures);
}

/// The words with which a text would claim that nothing can happen.
constexpr std::string_view kBoasts[] = {"100 %", "100%", "perfectly", "absolutely secure", "completely secure", "guarantee", "impossible to"};

/// What the published text says of how data is protected.
privacy::Section on_protection(const Situation& situation) {
  const privacy::Publishing publishing{.in_use = [&](std::string_view capability) { return situation.facts.ready(capability) == Ready::yes; }};
  privacy::Document document = privacy::publish(*situation.in_force, publishing);
  const auto found = std::ranges::find(document.sections, "security", &privacy::Section::id);
  return found == document.sections.end() ? privacy::Section{} : std::move(*found);
}

Result<Evidence> measures_named(const Situation& situation) {
  const privacy::Section section = on_protection(situation);
  std::size_t measures = 0;
  for (const privacy::Block& block : section.blocks) {
    if (const auto* list = std::get_if<privacy::List>(&block)) measures += list->items.size();
  }
  const std::vector<Figure> figures{{"measures named", std::to_string(measures)}, {"databases encrypted", situation.facts.encrypted() ? "yes" : "no"}};
  if (measures == 0) return broken("The policy names no measures by which data is safeguarded.", figures);
  const std::string text = lower_ascii(privacy::as_text(section));
  for (const std::string_view boast : kBoasts) {
    if (text.find(boast) != std::string::npos) return broken("The policy calls a measure perfect, which none is.", figures);
  }
  return kept("The policy names its measures, and calls none of them perfect.", figures);
}

std::string value_of_line(std::string_view text, std::string_view name) {
  const std::string wanted = fmt::format("{}:", name);
  for (const std::string_view line : split(text, '\n')) {
    if (line.starts_with(wanted)) return std::string(trim(line.substr(wanted.size())));
  }
  return {};
}

/// RFC 9116: a contact, and an end less than a year ahead.
Result<Evidence> security_txt_valid(const Situation& situation) {
  const std::string body = situation.facts.page("/.well-known/security.txt");
  if (body.empty()) return waiting("security_contact", "Nobody has filled in yet whom to tell of a weakness.");
  if (value_of_line(body, "Contact").empty()) return broken("security.txt names no contact.");
  const auto expires = parse_timestamp(value_of_line(body, "Expires"));
  if (!expires) return broken("security.txt does not say until when it holds.");
  const std::vector<Figure> figures{{"expires", format_day(day_of(*expires, {}))}};
  if (*expires < now()) return broken("security.txt has expired.", figures);
  if (*expires > now() + 366 * kDay) return broken("security.txt claims to hold for more than a year.", figures);
  return kept("security.txt says whom to tell of a weakness, and has not expired.", figures);
}

}  // namespace

std::vector<Check> publication_checks() {
  return {
      {"policy.published", "the page on which the policy is read, against the version in force", {}, published},
      {"policy.dated", "the day since which the policy is in force", {}, dated},
      {"policy.names_controller", "who answers for the data, by the policy in force", {}, names_controller},
      {"contact.officer", "the privacy officer's addresses for mail and post, and whether the published text names them", {}, officer_reachable},
      {"contact.answers", "the address and the page for questions, and those past their date", {}, contact_answers},
      {"links.marked", "links in the public pages that lead elsewhere", {}, links_marked},
      {"measures.named", "the sentences on security of the policy in force", {}, measures_named},
      {"security_txt.valid", "/.well-known/security.txt as a stranger gets it", {}, security_txt_valid},
  };
}

}  // namespace probity::promises
