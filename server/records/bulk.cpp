#include "records/bulk.hpp"

#include <condition_variable>

#include "records/change.hpp"

namespace probity::records {
namespace {

/// Outcomes that arrive on the writer's thread.
class Outcomes {
 public:
  explicit Outcomes(std::size_t count) : outcomes_(count) {}

  void expect() {
    const std::scoped_lock lock(mutex_);
    ++waited_for_;
  }
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
    told_.insert({context.workspace->slug(), draft.entity->name, std::string(name_of(draft.verb)), id});
  }
  void tell() const {
    for (const auto& [workspace, entity, operation, id] : told_) changes_.tell({workspace, entity, id, operation});
  }

 private:
  static constexpr std::size_t kToldOneByOne = 20;
  const Changes& changes_;
  std::size_t count_ = 0;
  std::set<std::tuple<std::string, std::string, std::string, Id>> told_;
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

Result<Planned> Bulk::plan(store::Reader& reader, const Item& item) const {
  const Hooks& hooks = records_.hooks();
  if (item.creates) return plan_creation(*item.context, hooks, reader, item.id, item.create_options, item.change);
  return plan_change(*item.context, hooks, reader, item.id, item.verb, item.update_options, item.change);
}

Result<Written> Bulk::alone(const Item& item) const {
  return records_.carry_out(*item.context, [&](store::Reader& reader) { return plan(reader, item); });
}

std::vector<Result<Written>> Bulk::run() {
  const std::vector<Item> items = std::exchange(items_, {});
  std::vector<Result<Planned>> plans;
  plans.reserve(items.size());
  const auto read = context_.database->read([&](store::Reader& reader) -> Result<> {
    for (const Item& item : items) plans.push_back(plan(reader, item));
    return {};
  });
  if (!read) return std::vector<Result<Written>>(items.size(), std::unexpected(read.error()));

  Outcomes outcomes(items.size());
  for (std::size_t index = 0; index < items.size(); ++index) {
    if (!plans[index] || plans[index]->settled) continue;
    outcomes.expect();
    plans[index]->plan.bulk = true;
    context_.database->write(std::move(plans[index]->plan), [&outcomes, index](Result<store::Outcome> outcome) { outcomes.arrived(index, std::move(outcome)); });
  }
  const auto arrived = outcomes.wait();

  News news(records_.changes());
  std::vector<Result<Written>> written;
  written.reserve(items.size());
  for (std::size_t index = 0; index < items.size(); ++index) {
    Result<Planned>& planned = plans[index];
    const auto& outcome = arrived[index];
    if (!planned) {
      written.push_back(std::unexpected(std::move(planned).error()));
    } else if (planned->settled) {
      written.push_back(records_.standing(std::move(*planned)));
    } else if (!*outcome) {
      written.push_back(std::unexpected(outcome->error()));
    } else if ((*outcome)->committed) {
      news.add(*items[index].context, planned->draft);
      written.push_back(records_.written(std::move(planned->draft)));
    } else {
      written.push_back(alone(items[index]));
    }
  }
  news.tell();
  return written;
}

}  // namespace probity::records
