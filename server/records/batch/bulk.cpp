#include "records/batch/bulk.hpp"

#include <condition_variable>

#include "records/change.hpp"
#include "records/subject/state.hpp"

namespace probity::records {
namespace {

/// Outcomes that arrive on the writer's thread.
class Outcomes {
 public:
  explicit Outcomes(std::size_t count) : outcomes_(count) {}

  /// To be said of all before the first can arrive.
  void expect(bool expected) { waited_for_ += expected ? 1 : 0; }
  void arrived(std::size_t index, Result<store::Outcome> outcome) {
    const std::scoped_lock lock(mutex_);
    outcomes_[index] = std::move(outcome);
    if (--waited_for_ == 0) all_here_.notify_all();
  }
  std::vector<std::optional<Result<store::Outcome>>> wait() {
    std::unique_lock lock(mutex_);
    all_here_.wait(lock, [this] { return waited_for_ == 0; });
    return std::move(outcomes_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_here_;
  std::size_t waited_for_ = 0;
  std::vector<std::optional<Result<store::Outcome>>> outcomes_;
};

/// Tells of many changes without a flood: beyond a few, once for each entity and operation.
class News {
 public:
  explicit News(const Changes& changes) : changes_(changes) {}

  void add(const Context& context, const Draft& draft) {
    Id id = draft.id;
    if (++count_ > kToldOneByOne) id = Id{};
    told_.insert({context.workspace->slug(), draft.entity->name, std::string(name_of(draft.verb)), id, seen_only_by(draft), id.is_nil() ? privacy::kNobody : state_of(draft), false, id.is_nil() ? std::array<Id, 2>{} : owners_of(draft)});
    if (draft.marks_person) told_.insert({context.workspace->slug(), draft.entity->name, std::string(kStateChanged), id, Id{}, privacy::kNobody, is_stricter(draft), std::array<Id, 2>{}});
    for (const Beside& other : draft.beside) told_.insert({context.workspace->slug(), other.entity->name, "create", count_ > kToldOneByOne ? Id{} : other.id, other.only_for, privacy::kNobody, false, other.owners});
  }
  void tell() const {
    for (const auto& [workspace, entity, operation, id, only_for, state, stricter, owners] : told_) changes_.tell({workspace, entity, id, operation, only_for, state, stricter, owners});
  }

 private:
  static constexpr std::size_t kToldOneByOne = 20;
  const Changes& changes_;
  std::size_t count_ = 0;
  std::set<std::tuple<std::string, std::string, std::string, Id, Id, privacy::SubjectState, bool, std::array<Id, 2>>> told_;
};

}  // namespace

void Bulk::create(CreateOptions options, Records::Alter fill) {
  items_.push_back({.context = &context_, .creates = true, .id = options.id.value_or(Id::make()), .verb = Verb::create, .create_options = std::move(options),
                    .update_options = {}, .change = std::move(fill)});
}

void Bulk::alter(Id id, Verb verb, UpdateOptions options, Records::Alter change) { alter_at(context_, id, verb, std::move(options), std::move(change)); }

void Bulk::alter_at(const Context& context, Id id, Verb verb, UpdateOptions options, Records::Alter change) {
  items_.push_back({.context = &context, .creates = false, .id = id, .verb = verb, .create_options = {}, .update_options = std::move(options), .change = std::move(change)});
}

Result<Planned> Bulk::plan(Records& records, store::Reader& reader, const Item& item) {
  const Hooks& hooks = records.hooks();
  if (item.creates) return plan_creation(*item.context, hooks, reader, item.id, item.create_options, item.change);
  return plan_change(*item.context, hooks, reader, item.id, item.verb, item.update_options, item.change);
}

struct Bulk::UnderWay::Parts {
  Records& records;
  std::vector<Item> items;
  std::vector<Result<Planned>> plans;
  std::shared_ptr<Outcomes> outcomes;  ///< shared with the writer, who may bring them when this is gone

  bool is_queued(std::size_t index) const { return plans[index] && !plans[index]->settled; }

  void queue(store::Database& database) {
    for (std::size_t index = 0; index < items.size(); ++index) outcomes->expect(is_queued(index));
    for (std::size_t index = 0; index < items.size(); ++index) {
      if (!is_queued(index)) continue;
      plans[index]->plan.bulk = true;
      database.write(std::move(plans[index]->plan), [outcomes = outcomes, index](Result<store::Outcome> outcome) { outcomes->arrived(index, std::move(outcome)); });
    }
  }

  Result<Written> alone(const Item& item) const {
    return records.carry_out(*item.context, [&](store::Reader& reader) { return plan(records, reader, item); });
  }
};

Bulk::UnderWay::UnderWay(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Bulk::UnderWay::UnderWay(UnderWay&&) noexcept = default;
Bulk::UnderWay& Bulk::UnderWay::operator=(UnderWay&&) noexcept = default;
Bulk::UnderWay::~UnderWay() = default;

Bulk::UnderWay Bulk::start() {
  auto parts = std::make_unique<UnderWay::Parts>(UnderWay::Parts{.records = records_, .items = std::exchange(items_, {}), .plans = {}, .outcomes = {}});
  parts->plans.reserve(parts->items.size());
  parts->outcomes = std::make_shared<Outcomes>(parts->items.size());
  const auto read = context_.database->read([&](store::Reader& reader) -> Result<> {
    for (const Item& item : parts->items) parts->plans.push_back(plan(records_, reader, item));
    return {};
  });
  if (!read) parts->plans.assign(parts->items.size(), std::unexpected(read.error()));
  parts->queue(*context_.database);
  return UnderWay(std::move(parts));
}

std::vector<Result<Written>> Bulk::run() { return start().wait(); }

std::vector<Result<Written>> Bulk::UnderWay::wait() {
  auto& [records, items, plans, outcomes] = *parts_;
  const auto arrived = outcomes->wait();
  News news(records.changes());
  std::vector<Result<Written>> written;
  written.reserve(items.size());
  for (std::size_t index = 0; index < items.size(); ++index) {
    Result<Planned>& planned = plans[index];
    const auto& outcome = arrived[index];
    if (!planned) {
      written.push_back(std::unexpected(std::move(planned).error()));
    } else if (planned->settled) {
      written.push_back(records.standing(std::move(*planned)));
    } else if (!*outcome) {
      written.push_back(std::unexpected(outcome->error()));
    } else if ((*outcome)->committed) {
      news.add(*items[index].context, planned->draft);
      written.push_back(records.written(std::move(planned->draft)));
    } else {
      written.push_back(parts_->alone(items[index]));
    }
  }
  news.tell();
  return written;
}

}  // namespace probity::records
