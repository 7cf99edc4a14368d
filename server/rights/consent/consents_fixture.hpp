#pragma once
// A workspace with a person's letters, marks and topics.
#include "rights/consent/consents.hpp"

#include <gmock/gmock.h>

#include "records/duplicates/merge.hpp"
#include "records/test_workspace.hpp"
#include "records/undo/undo.hpp"
#include "rights/consent/words.hpp"

namespace probity::rights {

using privacy::consent::State;
using records::expect_value;

inline const std::string kSecret(32, 'k');

class ConsentsTest : public testing::Test {
 protected:
  ConsentsTest()
      : workspace({.model = records::product_model(), .add_hooks = [](records::Hooks& hooks) { add_consent_hooks(hooks, [] { return kSecret; }); }}),
        consents({.records = *workspace.records, .jobs = *workspace.jobs, .secret = kSecret, .public_url = "https://crm.example",
                  .send = [this](const mail::Letter& letter) -> Result<Id> {
                    letters.push_back(letter);
                    return Id::make();
                  },
                  .mark = [this](const records::Context&, const Id& id, privacy::SubjectState set, privacy::SubjectState clear) -> Result<> {
                    marks[id] = (marks[id] & ~clear) | set;
                    return {};
                  }}) {
    consents.watch();
    expect_value(prepare_topics(*workspace.records, workspace.access));
    newsletter = topic("Newsletter");
    partners = topic("Partners");
  }

  Id topic(std::string_view name) {
    const JsonDocument found = workspace.list("topic", {{}, 50, "", "", fmt::format(R"({{"field":"name","op":"eq","value":"{}"}})", name)});
    return *Id::parse(view(found["items"][0]["id"]));
  }
  Id contact(std::string_view email = "ada@example.org") {
    return workspace.create("contact", fmt::format(R"({{"last_name":"Lovelace","email":"{}","phone":"+491701234567"}})", email));
  }
  Statement said(State state, std::string_view channel = "email", const Id& topic = {}) {
    return {.state = state, .purpose = "marketing", .channel = std::string(channel), .topic = topic, .at = now() - kHour + (at_ += kSecond), .method = "form", .source = "https://example.org/news"};
  }
  Id record(const Id& person, const Statement& statement) { return expect_value(consents.record(workspace.at("contact"), person, statement)); }
  std::string refusal(const Id& person, const Statement& statement) {
    const auto refused = consents.record(workspace.at("contact"), person, statement);
    return refused ? "" : refused.error().code;
  }
  Verdict may(const Id& person, std::string_view topic = "", std::string_view address = "ada@example.org", std::string_view purpose = "marketing") {
    return expect_value(consents.may_send("acme", "contact", person, purpose, "email", topic, address));
  }
  WaysOut ways(const Id& person, std::string_view topic = "Newsletter", std::string_view address = "ada@example.org") {
    return expect_value(consents.ways_out("acme", "contact", person, "marketing", "email", topic, address));
  }
  static std::string token_of(std::string_view url) { return std::string(url.substr(url.rfind('/') + 1)); }
  Holder holder(const WaysOut& ways) { return expect_value(consents.holder_of(token_of(ways.unsubscribe_url))); }
  std::vector<std::string> states(const Id& person) {
    std::vector<std::string> names;
    for (const Recorded& each : expect_value(consents.history(workspace.at("contact"), person))) names.emplace_back(privacy::consent::name_of(each.event.state));
    return names;
  }
  /// Asked by letter and answered by the link in it.
  void agree_by_link(const Id& person, std::string address = "ada@example.org", const Id& topic = {}) {
    expect_value(consents.invite(workspace.at("contact"), person, {.purpose = "marketing", .topic = topic, .address = std::move(address), .wording = "Yes, write to me."}));
    expect_value(consents.confirm(expect_value(consents.holder_of(token_of(letters.back().values.at("link")))), ""));
  }
  Id merge(const Id& winner, const Id& loser) {
    const auto request = expect_value(parse_json(fmt::format(R"({{"winner":"{}","losers":["{}"]}})", winner.text(), loser.text())));
    const auto context = workspace.at("contact");
    const auto wanted = expect_value(records::read_merge_request(context, request));
    const JsonDocument merged = workspace.answer([&](JsonWriter& writer) { return records::merge(*workspace.records, context, wanted, writer); });
    return *Id::parse(view(merged["merge"]));
  }

  std::map<Id, privacy::SubjectState> marks;
  std::vector<mail::Letter> letters;
  records::TestWorkspace workspace;
  Consents consents;
  Id newsletter, partners;
  Timestamp at_ = 0;
};

}  // namespace probity::rights
