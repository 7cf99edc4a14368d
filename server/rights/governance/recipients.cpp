#include "rights/governance/recipients.hpp"

#include "records/batch/bulk.hpp"
#include "records/beside.hpp"
#include "records/record_json.hpp"
#include "rights/governance/versions.hpp"

namespace probity::governance {
namespace {

constexpr std::string_view kEntity = "policy_notice";
constexpr int kAtOnce = 300;

const meta::Field* email_field(const meta::Entity& entity) {
  const auto found = std::ranges::find_if(entity.fields, [](const meta::Field& field) { return field.type->name() == "email"; });
  return found == entity.fields.end() ? nullptr : &*found;
}

/// The first address of a record; empty where it has none.
std::string address_of(const meta::Field& field, const Row& row) {
  const auto addresses = field.type->keys(field, row, field.first_column);
  return addresses.empty() ? std::string() : addresses.front();
}

Result<> add_recipients(records::Records& records, std::string_view level, const meta::Entity& entity, std::vector<Recipient>& all) {
  const meta::Field* email = email_field(entity);
  if (entity.subject.kind != meta::Subject::Kind::self || !email) return {};
  privacy::Access access;
  PROBITY_ASSIGN(const records::Context context, enter(records, level, {}, entity.name, access));
  return records.each(context, "", [&](const Id& id, const Row& row) -> Result<> {
    std::string address = address_of(*email, row);
    if (!address.empty()) all.push_back({.entity = entity.name, .id = id, .name = records::display_of(context, row), .email = std::move(address)});
    return {};
  });
}

/// What stands on the site with its date tells those whom a letter does not reach, where the policy says so.
bool site_tells(const privacy::Policy& policy) { return policy.change.notice == privacy::Change::Notice::email_or_site; }

/// What became of a message: "told", "not_told", or empty while it is on its way.
std::string_view outcome_of(std::string_view state) {
  if (state == "sent") return "told";
  if (state == "failed" || state == "refused" || state == "discarded") return "not_told";
  return {};
}

struct Followable {
  Id notice;
  Id message;
};

Result<std::vector<Followable>> on_their_way(const records::Context& notices, store::Reader& reader, const Id& after) {
  using store::Condition;
  std::vector<Followable> rows;
  const int message = notices.entity->field("message")->first_column;
  Condition wanted = Condition::all_of({Condition::equals("state", cell("on_its_way")), Condition::is_null("_deleted_at"), Condition::compare_with("_id", store::Comparison::greater, cell(after))});
  const store::Query query{.columns = notices.catalog->columns(*notices.entity, {meta::kId, message}), .where = std::move(wanted), .order = store::Order{.column = "_id"}, .limit = kAtOnce};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    rows.push_back({row.id(0), row.id(1)});
    return true;
  }));
  return rows;
}

/// The state of a message and when it was sent; one that is gone was not sent as far as anybody can say.
Result<std::pair<std::string, Timestamp>> state_of(const records::Context& messages, store::Reader& reader, const Id& id) {
  std::pair<std::string, Timestamp> found{"discarded", 0};
  const int state = messages.entity->field("state")->first_column, sent_at = messages.entity->field("sent_at")->first_column;
  PROBITY_TRY(reader.one(messages.catalog->columns(*messages.entity, {state, sent_at}), "_id", cell(id), [&](const Row& row) {
    found = {std::string(row.text(0)), row.null(1) ? 0 : row.integer(1)};
    return false;
  }));
  return found;
}

}  // namespace

Result<std::vector<Recipient>> recipients(records::Records& records, std::string_view level) {
  std::vector<Recipient> all;
  PROBITY_ASSIGN(const auto workspace, records.workspaces().find(level));
  const auto catalog = workspace->catalog();
  for (const auto& entity : catalog->model().entities()) PROBITY_TRY(add_recipients(records, level, *entity, all));
  return all;
}

bool announces(const privacy::Policy& in_force, std::string_view level, const std::vector<privacy::PolicyChange>& changes) {
  if (in_force.change.notice == privacy::Change::Notice::post_date) return false;
  const bool tells_of_all = level == records::kSystemWorkspace && in_force.change.notice == privacy::Change::Notice::email;
  return tells_of_all ? !changes.empty() : privacy::must_tell(changes);
}

Id notice_id(const Id& person, std::int64_t number) { return records::derived_id(person, fmt::format("policy notice {}", number)); }
Id message_id(const Id& person, std::int64_t number) { return records::derived_id(person, fmt::format("policy message {}", number)); }

Result<NoticeState> notice_state(records::Records& records, std::string_view level, const Id& notice) {
  privacy::Access access;
  PROBITY_ASSIGN(const records::Context context, enter(records, level, {}, kEntity, access));
  NoticeState state = NoticeState::none;
  const auto columns = context.catalog->columns(*context.entity, {context.entity->field("state")->first_column});
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(columns, "_id", cell(notice), [&](const Row& row) {
      state = row.text(0) == "told" ? NoticeState::told : row.text(0) == "not_told" ? NoticeState::not_told : NoticeState::on_its_way;
      return false;
    }));
    return {};
  }));
  return state;
}

Result<> note_notice(records::Records& records, std::string_view level, const Recipient& person, std::int64_t number, const std::optional<Id>& message) {
  privacy::Access access;
  PROBITY_ASSIGN(const records::Context context, enter(records, level, {}, kEntity, access));
  const auto fill = [&](store::Reader&, records::Draft& draft) -> Result<> {
    cell_of(draft, "number") = number;
    cell_of(draft, "person") = cell(person.id);
    if (message) cell_of(draft, "message") = cell(*message);
    cell_of(draft, "state") = cell(message ? "on_its_way" : site_tells(*context.policy->policy) ? "told" : "not_told");
    return {};
  };
  const Id notice = notice_id(person.id, number);
  PROBITY_ASSIGN(const NoticeState before, notice_state(records, level, notice));
  if (before == NoticeState::not_told && message) {
    PROBITY_TRY(records.alter(context, notice, records::Verb::update, {}, fill));
    return {};
  }
  PROBITY_TRY(records.create_by(context, {.id = notice, .allow_duplicate = true}, fill));
  return {};
}

Result<NoticeCount> count_notices(records::Records& records, std::string_view level, std::int64_t number) {
  privacy::Access access;
  PROBITY_ASSIGN(const records::Context context, enter(records, level, {}, kEntity, access));
  NoticeCount counted;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    for (const auto& [state, into] : {std::pair("on_its_way", &counted.on_their_way), std::pair("told", &counted.told), std::pair("not_told", &counted.not_told)}) {
      PROBITY_ASSIGN(*into, reader.count(std::string(kEntity), store::Condition::all_of({store::Condition::equals("number", Cell{number}), store::Condition::equals("state", cell(state))})));
    }
    return {};
  }));
  return counted;
}

Result<Followed> follow_notices(records::Records& records, std::string_view level) {
  privacy::Access access, message_access;
  PROBITY_ASSIGN(const records::Context notices, enter(records, level, {}, kEntity, access));
  PROBITY_ASSIGN(const records::Context messages, enter(records, level, {}, "message", message_access));
  Followed followed;
  Id after;
  for (;;) {
    std::vector<std::pair<Id, std::pair<std::string_view, Timestamp>>> ended;
    std::size_t seen = 0;
    PROBITY_TRY(notices.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(const auto rows, on_their_way(notices, reader, after));
      seen = rows.size();
      for (const Followable& row : rows) {
        after = row.notice;
        PROBITY_ASSIGN(const auto state, state_of(messages, reader, row.message));
        const std::string_view outcome = outcome_of(state.first);
        if (outcome.empty()) followed.more = true;
        else if (outcome == "not_told" && site_tells(*notices.policy->policy)) ended.push_back({row.notice, {"told", now()}});
        else ended.push_back({row.notice, {outcome, state.second}});
      }
      return {};
    }));
    records::Bulk bulk(records, notices);
    for (const auto& [notice, outcome] : ended) {
      bulk.alter(notice, records::Verb::update, {}, [outcome](store::Reader&, records::Draft& draft) -> Result<> {
        cell_of(draft, "state") = cell(outcome.first);
        if (outcome.second != 0) cell_of(draft, "told_at") = outcome.second;
        return {};
      });
      if (outcome.first == "told") ++followed.told;
    }
    for (const auto& written : bulk.run()) PROBITY_TRY(written);
    if (seen < static_cast<std::size_t>(kAtOnce)) return followed;
  }
}

}  // namespace probity::governance
