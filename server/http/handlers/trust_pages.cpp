// What is promised, with what the last look found: public, server-rendered, in words.
#include "base/text.hpp"
#include "http/cookie_choice.hpp"
#include "http/handlers/handlers.hpp"
#include "http/pages/layout.hpp"
#include "http/pages/level.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::http::handlers {
namespace {

using pages::Html;
using pages::Level;
using promises::Finding;
using promises::Run;
using promises::State;

constexpr std::string_view kNothing = "There is no such page. Nothing else is wrong.";

struct Group {
  State state;
  std::string_view heading;
  std::string_view explanation;
  std::string_view tone;
};
constexpr Group kGroups[] = {
    {State::broken, "Broken", "The program looked, and this does not hold now. Whoever runs it has been told.", "bad"},
    {State::kept, "Kept", "The program looked, and this holds.", "good"},
    {State::waiting, "Not in use yet", "This depends on something that is not set up here, or that the program cannot do yet. It counts as a promise as soon as it can.", "quiet"},
};

std::string in_words(std::string_view name) {
  const promises::Capability* known = promises::capability(name);
  if (known) return std::string(known->label);
  std::string text(name);
  std::ranges::replace(text, '_', ' ');
  return text;
}

void write_figures(const Finding& finding, Html& html) {
  if (finding.evidence.figures.empty()) return;
  html.open("dl", {{"class", "facts"}});
  for (const promises::Figure& figure : finding.evidence.figures) {
    html.open("div").element("dt", figure.name).element("dd", figure.value).close();
  }
  html.close();
}

void write_finding(const Finding& finding, const Group& group, Html& html) {
  html.open("article", {{"id", finding.id}});
  html.element("h3", finding.text.empty() ? finding.id : finding.text);
  html.open("p").element("strong", promises::words_of(finding.evidence.state), {{"class", group.tone}});
  html.text(fmt::format(" since {}. {}", privacy::date_in_words(finding.since), finding.evidence.text)).close();
  if (!finding.evidence.waiting_for.empty()) {
    std::string names;
    for (const std::string& name : finding.evidence.waiting_for) names += (names.empty() ? "" : "; ") + in_words(name);
    html.element("p", fmt::format("Waits for: {}.", names), {{"class", "quiet"}});
  }
  write_figures(finding, html);
  html.close();
}

void write_group(const Run& run, const Group& group, Html& html) {
  const std::int64_t count = run.in_state(group.state);
  if (count == 0) return;
  html.open("section", {{"id", promises::name_of(group.state)}});
  html.element("h2", fmt::format("{} ({})", group.heading, count)).element("p", group.explanation, {{"class", "quiet"}});
  for (const Finding& finding : run.findings) {
    if (finding.evidence.state == group.state) write_finding(finding, group, html);
  }
  html.close();
}

void write_counts(const Run& run, Html& html) {
  html.open("dl", {{"class", "facts"}});
  const auto fact = [&](std::string_view name, std::string value) { html.open("div").element("dt", name).element("dd", value).close(); };
  fact("Looked at", fmt::format("{}, {} UTC", privacy::date_in_words(run.at), format_local(run.at, {}).substr(11, 5)));
  fact("Version of the policy", std::to_string(run.version));
  for (const Group& group : kGroups) fact(group.heading, std::to_string(run.in_state(group.state)));
  html.close();
}

void write_run(const Level& level, const promises::RunPointer& run, Html& html) {
  html.element("h1", level.name.empty() ? "What we promise, checked" : fmt::format("What {} promises, checked", level.name));
  html.open("p").text("Each promise of the ").link("/privacy" + level.suffix, "privacy policy");
  html.text(" names what the program looks at to see whether it is kept: records, settings, the list of everything that left. It looks every hour, and whatever it finds stands here.").close();
  write_counts(*run, html);
  for (const Group& group : kGroups) write_group(*run, group, html);
  html.open("p", {{"class", "quiet"}}).text("For programs: ").link("/trust" + level.suffix + "?format=json", "the same as JSON").text(".").close();
}

Result<Response> show(Call& call, const Level& level) {
  PROBITY_ASSIGN(const promises::RunPointer run, call.application.promises.current(level.slug));
  const std::string format = call.request.parameter("format");
  if (format == "json") {
    return write_answer(200, [&](JsonWriter& writer) -> Result<> {
      promises::write(*run, writer);
      return {};
    });
  }
  if (!format.empty() && format != "html") return invalid("unknown_format", "\"format\" is html or json.", "format");
  return page_answer(call, {.title = "What we promise, checked", .site = level.name, .suffix = level.suffix, .body = [&](Html& html) { write_run(level, run, html); }});
}

}  // namespace

Result<Response> trust_page(Call& call) {
  PROBITY_ASSIGN(const Level level, pages::operator_level(call));
  return show(call, level);
}

Result<Response> workspace_trust_page(Call& call) {
  const auto level = pages::workspace_level(call, call.parameter(0));
  if (!level) return level.error().kind == ErrorKind::not_found ? Result<Response>(pages::message(404, "Nothing here", kNothing)) : std::unexpected(level.error());
  return show(call, *level);
}

}  // namespace probity::http::handlers
