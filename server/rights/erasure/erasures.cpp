#include "rights/erasure/erasures.hpp"

#include "base/crypto.hpp"
#include "base/fault.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "rights/erasure/collect.hpp"
#include "rights/erasure/held.hpp"
#include "rights/erasure/work.hpp"

namespace probity::erasure {
namespace {

constexpr const char* kKind = "erasures";
constexpr std::string_view kGrounds[] = {"request", "retention", "minor", "staff", "account_closed", "restored"};

privacy::Access program(const std::string& workspace, const Id& actor) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true});
  return {.actor = actor, .workspace = workspace, .purpose = std::string(privacy::kLegalObligation), .grants = grants, .origin = "erasure"};
}

std::unexpected<Error> no_such_person() { return fail(ErrorKind::not_found, "not_found", "There is no such person."); }

const meta::Entity* entity_named(const meta::Model& model, std::string_view name) {
  const meta::Entity* entity = model.find(name);
  return entity ? entity : model.find_plural(name);
}

}  // namespace

struct Erasures::State {
  Parts parts;
  Ledger ledger;
  std::vector<Place> places;
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<std::mutex>> at_work;  ///< one erasure of a workspace at a time

  explicit State(Parts given) : parts(std::move(given)), ledger(parts.ledger) {}

  std::shared_ptr<std::mutex> turn_of(const std::string& workspace) {
    const std::lock_guard lock(mutex);
    auto& turn = at_work[workspace];
    if (!turn) turn = std::make_shared<std::mutex>();
    return turn;
  }

  /// What is known of the person before: whom it takes, and by what they are told.
  Result<reach::Reach> reach(const records::Context& context, const Wish& wish, Needles& needles, bool check_held) {
    const meta::Entity* wanted = entity_named(context.model(), wish.entity);
    std::optional<reach::Reach> reach;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(const records::Person person, records::find_person(context, reader, wish.person));
      if (!person.entity || person.entity != wanted) return no_such_person();
      PROBITY_ASSIGN(reach, reach::reach_of(context, reader, wish.person));
      leave_out_skipped(*reach);
      if (check_held) PROBITY_TRY(check_not_held(context, reader, *reach));
      return collect(context, reader, *reach, needles);
    }));
    return std::move(*reach);
  }

  Result<std::optional<Id>> under_way(Book& book, const Id& person) {
    PROBITY_ASSIGN(const auto all, book.under_way());
    for (const Record& record : all) {
      if (std::ranges::find(record.people, person) != record.people.end()) return record.id;
    }
    return std::nullopt;
  }

  Result<> carry_out(const std::string& workspace, const Id& erasure) {
    const privacy::Access access = program(workspace, {});
    PROBITY_ASSIGN(const records::Context context, parts.records.enter(access));
    const auto turn = turn_of(workspace);
    const std::lock_guard lock(*turn);
    return Work(parts, places, ledger, context).carry_out(erasure);
  }

  Result<> let_go(const std::string& workspace, const std::vector<Id>& people, const Id& group) {
    const privacy::Access access = program(workspace, {});
    PROBITY_ASSIGN(const records::Context context, parts.records.enter(access));
    const auto turn = turn_of(workspace);
    const std::lock_guard lock(*turn);
    Needles needles;
    std::optional<reach::Reach> reach;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(reach, reach::reach_of(context, reader, people));
      PROBITY_TRY(check_not_held(context, reader, *reach));
      return collect(context, reader, *reach, needles);
    }));
    const Target target{workspace, context, *reach, needles};
    for (const Place& place : places) PROBITY_TRY(place.erase(target));
    Rows rows(parts.records, context, needles, group);
    PROBITY_TRY(rows.take_linked(*reach));
    return rows.take_people(*reach);
  }

  Result<std::vector<Id>> waiting(const std::string& workspace) {
    const privacy::Access access = program(workspace, {});
    PROBITY_ASSIGN(const records::Context context, parts.records.enter(access));
    std::vector<Id> ids;
    if (!context.model().find("erasure")) return ids;
    PROBITY_ASSIGN(const auto all, Book(parts.records, context, parts.secret).under_way());
    for (const Record& record : all) ids.push_back(record.id);
    // One whose certificate is there and whose last line in the ledger is not.
    PROBITY_ASSIGN(const auto entries, ledger.read(workspace));
    std::map<Id, bool> certified;
    for (const Entry& entry : entries) certified[entry.erasure] |= entry.certified;
    for (const auto& [id, done] : certified) {
      if (!done && std::ranges::find(ids, id) == ids.end() && Book(parts.records, context, parts.secret).find(id)) ids.push_back(id);
    }
    return ids;
  }

  Result<> work_off(const std::string& workspace) {
    PROBITY_ASSIGN(const auto ids, waiting(workspace));
    Result<> first;
    for (const Id& id : ids) {
      const auto done = carry_out(workspace, id);
      if (!done && first) first = done;
    }
    return first;
  }
};

Erasures::Erasures(Parts parts) : state_(std::make_unique<State>(std::move(parts))) {
  state_->parts.jobs.watch(kKind, {.ring = [this](const std::string& workspace) -> Result<std::optional<Timestamp>> {
    PROBITY_TRY(state_->work_off(workspace));
    return std::nullopt;
  }});
}

Erasures::~Erasures() = default;

void Erasures::add_place(Place place) { state_->places.push_back(std::move(place)); }

std::vector<std::string> Erasures::steps() const {
  std::vector<std::string> steps(Work::kSteps.begin(), Work::kSteps.end());
  for (const Place& place : state_->places) steps.push_back(Work::step_of(place));
  return steps;
}

const Ledger& Erasures::ledger() const { return state_->ledger; }

Result<> Erasures::write_preview(const records::Context& asking, const Wish& wish, JsonWriter& writer) {
  const privacy::Access access = program(wish.workspace, wish.actor);
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  Needles needles;
  PROBITY_ASSIGN(const reach::Reach reach, state_->reach(context, wish, needles, false));
  PROBITY_ASSIGN(const auto places, look_through(state_->places, {wish.workspace, context, reach, needles}));
  const auto held = context.database->read([&](store::Reader& reader) { return check_not_held(context, reader, reach); });
  if (!held && held.error().code != "held") return held;
  std::vector<disclosure::Recipient> recipients;
  if (state_->parts.orders) {
    PROBITY_ASSIGN(recipients, Orders(state_->parts.records, context, *state_->parts.orders).recipients(reach.people));
  }
  writer.StartObject();
  PROBITY_TRY(reach::write_members(state_->parts.records, asking, reach, writer));
  key(writer, "held");
  held ? (void)writer.Null() : put(writer, held.error().message);
  key(writer, "found");
  writer.StartObject();
  write_found(reach, writer);
  writer.EndObject();
  key(writer, "places");
  write_places(places, writer);
  key(writer, "orders");
  write_recipients_ordered(*context.policy->policy, recipients, writer);
  writer.EndObject();
  return {};
}

Result<Id> Erasures::begin(const Wish& wish) {
  if (std::ranges::find(kGrounds, wish.ground) == std::end(kGrounds)) {
    return invalid("bad_ground", fmt::format("An erasure has no such ground. There are: {}.", fmt::join(kGrounds, ", ")), "ground");
  }
  const privacy::Access access = program(wish.workspace, wish.actor);
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  Book book(state_->parts.records, context, state_->parts.secret);
  PROBITY_ASSIGN(const auto already, state_->under_way(book, wish.person));
  if (already) return *already;
  Record record{.id = Id::make(), .entity = {}, .people = {}, .ground = wish.ground, .request = wish.request, .actor = wish.actor, .begun_at = now(), .certificate = {}, .found = {}, .needles = {}, .problem = {}};
  PROBITY_ASSIGN(const reach::Reach reach, state_->reach(context, wish, record.needles, true));
  record.entity = entity_named(context.model(), wish.entity)->name;
  record.people = reach.people;
  PROBITY_TRY(book.write(record, [&](store::Reader& reader, store::Plan& plan) -> Result<> {
    // Those alone: a lead may go while the contact it became stays. What was merged into somebody may be gone already.
    return records::plan_states(context, reader, record.people, [](privacy::SubjectState state) { return state | privacy::kErasing; }, plan);
  }));
  fault_point("erasure.intended");
  // Beyond what one transaction takes, the rest is hidden now.
  PROBITY_TRY(state_->parts.subjects.settle(wish.workspace));
  for (const Id& person : record.people) PROBITY_TRY(records::tell_state(state_->parts.records, context, person));
  state_->parts.jobs.look_again(wish.workspace, kKind);
  return record.id;
}

Result<> Erasures::wait(const std::string& workspace, const Id& erasure) { return state_->carry_out(workspace, erasure); }

std::vector<Result<>> Erasures::let_go(const std::string& workspace, const std::vector<Id>& people, const Id& group) {
  const auto together = state_->let_go(workspace, people, group);
  if (together || people.size() == 1 || together.error().kind != ErrorKind::conflict) return std::vector<Result<>>(people.size(), together);
  // Something stands against one of them: the others go by themselves.
  std::vector<Result<>> outcomes;
  for (const Id& person : people) outcomes.push_back(state_->let_go(workspace, {person}, group));
  return outcomes;
}

Result<> Erasures::write_certificate(const std::string& workspace, const Id& erasure, JsonWriter& writer) {
  const privacy::Access access = program(workspace, {});
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  PROBITY_ASSIGN(const Record record, Book(state_->parts.records, context, state_->parts.secret).find(erasure));
  if (record.certificate.empty()) {
    return fail(ErrorKind::conflict, "not_certified", record.problem.empty() ? "Nobody sees this person any more; their bytes are still being removed. The certificate is there when that is done." : record.problem);
  }
  raw(writer, record.certificate, rapidjson::kObjectType);
  return {};
}

bool Erasures::is_genuine(const JsonValue& certificate) const { return erasure::is_genuine(certificate, state_->parts.secret); }

Result<std::int64_t> Erasures::tell_of_rectification(const std::string& workspace, const Id& person, const Id& cause, const Id& actor) {
  const privacy::Access access = program(workspace, actor);
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  if (!state_->parts.orders) return 0;
  PROBITY_ASSIGN(const reach::Reach reach, reach::reach_of(state_->parts.records, context, person));
  Needles needles;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) { return collect(context, reader, reach, needles); }));
  Orders orders(state_->parts.records, context, *state_->parts.orders);
  PROBITY_ASSIGN(const auto recipients, orders.recipients(reach.people));
  return orders.give(Orders::Kind::rectify, cause, recipients, needles);
}

Result<> Erasures::acknowledge(const std::string& workspace, const Id& order, std::string_view note, const Id& actor) {
  const privacy::Access access = program(workspace, actor);
  PROBITY_ASSIGN(const records::Context context, state_->parts.records.enter(access));
  if (!state_->parts.orders) return fail(ErrorKind::not_found, "not_found", "There is no such order.");
  return Orders(state_->parts.records, context, *state_->parts.orders).acknowledge(order, note);
}

Result<std::int64_t> Erasures::replay() {
  std::int64_t begun = 0;
  for (const std::string& workspace : state_->ledger.workspaces()) {
    PROBITY_ASSIGN(const auto entries, state_->ledger.read(workspace));
    std::set<Id> seen;
    for (const Entry& entry : entries) {
      for (const Id& person : entry.people) {
        // A line for its beginning and one for its end.
        if (!seen.insert(person).second) continue;
        const auto again = begin({.workspace = workspace, .entity = entry.entity, .person = person, .ground = "restored"});
        if (again) ++begun;
        // Gone, as it should be; or the workspace is. What is held now stays until it is held no more.
        if (!again && again.error().kind != ErrorKind::not_found && again.error().code != "held") return std::unexpected(again.error());
      }
    }
  }
  return begun;
}

void add_erasure_hooks(records::Hooks& hooks) {
  hooks.add_hook("erasure.kept", [](const records::Context& context, store::Reader&, records::Draft& draft) -> Result<> {
    const bool by_program = context.decision->writable[static_cast<std::size_t>(draft.entity->field("state")->position)];
    if (by_program) return {};
    return fail(ErrorKind::forbidden, "forbidden", fmt::format("{} are written by the program alone, and kept.", draft.entity->label_many));
  });
}

}  // namespace probity::erasure
