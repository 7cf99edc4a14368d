#include "base/html.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "privacy/consent/consent.hpp"
#include "privacy/policy/names.hpp"
#include "privacy/policy/publish/wording.hpp"
#include "rights/copies/parts.hpp"

namespace probity::copies {
namespace {

constexpr std::string_view kStyle =
    "body{font:17px/1.6 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:0 1.25rem 3rem;color:#1f2933;background:#fff;overflow-wrap:break-word}"
    "h1{font-size:1.9rem;line-height:1.2}h2{margin-top:2.75rem}article{border:1px solid #dde3e8;border-radius:8px;padding:.25rem 1rem 1rem;margin:1rem 0}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid #dde3e8}"
    "th{font-weight:600;width:14rem}.quiet{color:#5b6773;font-size:.9rem}td{white-space:pre-wrap}"
    "@media(prefers-color-scheme:dark){body{color:#e4e9ed;background:#14181c}article,th,td{border-color:#323a42}.quiet{color:#a3afba}a{color:#8cc2f5}}";

std::string label_of_category(const privacy::Policy& policy, const std::string& name) {
  const privacy::Category* category = policy.category(name);
  return category ? category->label : name;
}

std::string labels_of_purposes(const privacy::Policy& policy, const std::vector<std::string>& names) {
  std::vector<std::string> labels;
  for (const std::string& name : names) {
    const privacy::Purpose* purpose = policy.purpose(name);
    labels.push_back(purpose ? purpose->label : name);
  }
  return privacy::joined(labels);
}

std::string moment(Timestamp at) { return format_timestamp(at / kSecond * kSecond); }

class Page {
 public:
  explicit Page(const Portrait& portrait) : portrait_(portrait), policy_(*portrait.policy->policy) {}

  std::string write() {
    html_.open("html", {{"lang", "en"}}).open("head");
    html_.single("meta", {{"charset", "utf-8"}}).single("meta", {{"name", "viewport"}, {"content", "width=device-width,initial-scale=1"}});
    html_.single("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
    html_.element("title", "Your data").element("style", kStyle);
    html_.close().open("body").open("main");
    introduction();
    records();
    purposes();
    recipients();
    choices();
    looks();
    rights();
    html_.close().close().close();
    return "<!doctype html>" + html_.take() + "\n";
  }

 private:
  void introduction() {
    html_.element("h1", "Your data");
    html_.element("p", fmt::format("This is what {} holds about you, as it stood on {}. {} recorded; everything of each is below, grouped by kind.", portrait_.controller, moment(portrait_.made_at),
                                   portrait_.items.size() == 1 ? std::string("One record is") : fmt::format("{} records are", portrait_.items.size())));
    html_.element("p", "Beside this page lie the same data for programs: data.json with its schema, a table for each kind of record (csv), your card (contact.vcf), your meetings (calendar.ics), and your files.");
    html_.element("p", fmt::format("Where \"{}\" stands, something about another person was taken out: their data is theirs.", "[someone else]"));
    html_.open("ul");
    for (const auto& [entity, count] : counts()) html_.open("li").element("a", fmt::format("{} ({})", entity->label_many, count), {{"href", "#" + entity->name}}).close();
    for (const auto& [id, title] : {std::pair{"#purposes", "What it is used for, and why we may"}, {"#recipients", "Who received it"}, {"#choices", "What you agreed to"}, {"#looks", "Who looked at it"}, {"#rights", "What you can ask for, and where to complain"}}) {
      html_.open("li").element("a", title, {{"href", id}}).close();
    }
    html_.close();
  }

  std::vector<std::pair<const meta::Entity*, std::size_t>> counts() const {
    std::vector<std::pair<const meta::Entity*, std::size_t>> counts;
    for (const Item& item : portrait_.items) {
      const auto known = std::ranges::find(counts, &item.entity(), &std::pair<const meta::Entity*, std::size_t>::first);
      known == counts.end() ? (void)counts.emplace_back(&item.entity(), 1) : (void)++known->second;
    }
    return counts;
  }

  void records() {
    for (const auto& [entity, count] : counts()) {
      html_.open("section", {{"id", entity->name}}).element("h2", entity->label_many);
      for (const Item& item : portrait_.items) {
        if (&item.entity() == entity) record(item);
      }
      html_.close();
    }
  }

  void record(const Item& item) {
    const CellRow row(item.cells);
    html_.open("article").element("h3", item.title);
    const std::string made = fmt::format(" Recorded on {}, last changed on {}; {}.", moment(row.integer(meta::kCreatedAt)), moment(row.integer(meta::kUpdatedAt)), source_of(item));
    html_.element("p", relation_in_words(item) + (item.is_somebody_else() ? std::string() : made));
    html_.open("table");
    for (const meta::Field* field : item.shown) value(item, *field);
    html_.close();
    for (const Attached& file : item.files) attached(file);
    for (const Withheld& withheld : item.withheld) html_.element("p", fmt::format("Left out of {}: {}", withheld.field->label, withheld.why), {{"class", "quiet"}});
    kept(item);
    changes(item);
    html_.close();
  }

  void value(const Item& item, const meta::Field& field) {
    html_.open("tr").element("th", field.label, {{"scope", "row"}}).open("td").text(value_in_words(portrait_, field, item));
    if (field.category != "none") {
      html_.single("br").element("span", fmt::format("{}, for {}", label_of_category(policy_, field.category), labels_of_purposes(policy_, field.purposes)), {{"class", "quiet"}});
    }
    html_.close().close();
  }

  void attached(const Attached& file) {
    html_.open("p").text(file.is_current ? "File: " : "Earlier file, still held: ");
    html_.element("a", file.name.empty() ? file.path : file.name, {{"href", file.path}}).text(fmt::format(" ({} bytes)", file.size)).close();
  }

  void kept(const Item& item) {
    if (!item.kept.until && item.kept.because.empty()) return;
    const std::string until = item.kept.until ? fmt::format("Kept until {}.", format_day(day_of(*item.kept.until, {}))) : std::string("No end is set yet.");
    html_.element("p", until + (item.kept.because.empty() ? "" : " " + item.kept.because));
  }

  void changes(const Item& item) {
    if (item.changes.empty()) return;
    html_.open("details").element("summary", item.changes.size() == 1 ? "One change" : fmt::format("{} changes", item.changes.size()));
    html_.open("ul");
    for (const Change& change : item.changes) {
      html_.open("li").text(fmt::format("{}: {} by {}", moment(change.at), change.operation, change.who));
      for (const ChangedField& field : change.fields) html_.single("br").text(fmt::format("{}: {} → {}", field.field->label, json_in_words(portrait_, field.from), json_in_words(portrait_, field.to)));
      html_.close();
    }
    html_.close().close();
  }

  void purposes() {
    html_.open("section", {{"id", "purposes"}}).element("h2", "What it is used for, and why we may");
    html_.open("table").open("tr").element("th", "Purpose").element("th", "Why we may").element("th", "Can you object?").close();
    for (const privacy::Purpose& purpose : policy_.purposes) {
      html_.open("tr").open("td").text(purpose.label + ". ").text(purpose.explanation).close();
      html_.element("td", privacy::words_of(purpose.basis)).element("td", purpose.basis == privacy::Basis::consent ? "You can withdraw your agreement." : purpose.may_object ? "Yes" : "No").close();
    }
    html_.close().close();
  }

  void recipients() {
    html_.open("section", {{"id", "recipients"}}).element("h2", "Who received it");
    if (portrait_.recipients.got.empty()) html_.element("p", "Nobody outside has received data about you.");
    html_.open("ul");
    for (const auto& recipient : portrait_.recipients.got) html_.element("li", disclosure::sentence_of(recipient, policy_));
    html_.close();
    if (!policy_.processors.empty()) html_.element("p", "These services work for us and may receive it:");
    html_.open("ul");
    for (const privacy::Processor& processor : policy_.processors) {
      html_.element("li", fmt::format("{} ({}): {} Safeguard: {}.", processor.name, privacy::country_in_words(processor.country), processor.task, privacy::words_of(processor.safeguard)));
    }
    html_.close().close();
  }

  void choices() {
    html_.open("section", {{"id", "choices"}}).element("h2", "What you agreed to");
    if (portrait_.choices.empty()) html_.element("p", "Nothing that we do with your data needs your agreement.");
    html_.open("ul");
    for (const rights::Choice& choice : portrait_.choices) {
      const std::string_view state = choice.state == privacy::consent::State::unknown ? std::string_view("you have said nothing of it") : privacy::consent::name_of(choice.state);
      html_.element("li", fmt::format("{}: {} ({}).", choice.label, choice.on ? "on" : "off", state));
    }
    html_.close();
    html_.element("p", "Each thing you said, with its time, its wording and the way you said it, is among the records above.");
    html_.close();
  }

  void looks() {
    html_.open("section", {{"id", "looks"}}).element("h2", "Who looked at it");
    if (portrait_.looks.empty()) html_.element("p", "No look at your records is on record.");
    html_.open("ul");
    for (const Look& look : portrait_.looks) html_.element("li", fmt::format("{}: somebody who works here opened {} ({} {}).", look.day, look.what, look.times, look.times == 1 ? "time" : "times"));
    html_.close().close();
  }

  void rights() {
    const privacy::Controller& controller = policy_.controller;
    const std::string contact = controller.email.empty() ? portrait_.controller : fmt::format("{}, {}", portrait_.controller, controller.email);
    html_.open("section", {{"id", "rights"}}).element("h2", "What you can ask for, and where to complain").element("p", "You can").open("ul");
    for (const std::string& right : policy_.rights.kinds) html_.element("li", privacy::right_in_words(right));
    html_.close();
    html_.element("p", fmt::format("Write to {}. It costs nothing, and it is done within {} of the day your request arrives.", contact, privacy::to_words(policy_.rights.clock)));
    if (!controller.officer.empty()) html_.element("p", fmt::format("Data protection officer: {} {}", controller.officer, controller.officer_email));
    html_.element("p", "If you think that something is wrong, tell us; and you can always complain to the data protection authority of your country.");
    if (!policy_.rights.overseer.empty()) html_.element("p", fmt::format("Who oversees us: {}.", policy_.rights.overseer));
    html_.close();
  }

  const Portrait& portrait_;
  const privacy::Policy& policy_;
  Html html_;
};

}  // namespace

std::string page(const Portrait& portrait) { return Page(portrait).write(); }

}  // namespace probity::copies
