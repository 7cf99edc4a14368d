#include "records/idempotency.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "records/house.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr std::int64_t kUnderWay = 0;

store::Equalities row_of(const Context& context, std::string_view key) {
  return {{"key", cell(kept_key(context, key))}, {"actor", cell(context.access.actor)}};
}

struct Taken {
  std::string request_hash;
  std::int64_t status = kUnderWay;
};

Result<std::optional<Taken>> find_key(const Context& context, std::string_view key) {
  std::optional<Taken> taken;
  store::Query query{.columns = house().idempotency,
                     .where = store::Condition::all_of({store::Condition::equals("key", cell(kept_key(context, key))), store::Condition::equals("actor", cell(context.access.actor))}),
                     .order = {}, .tie_column = "key", .limit = 1};
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      taken = Taken{std::string(row.text(2)), row.integer(3)};
      return false;
    });
  }));
  return taken;
}

}  // namespace

std::string kept_key(const Context& context, std::string_view key) {
  return hex(bytes_of(sha256("idempotency key\n" + std::string(context.access.actor.raw()), key)));
}

Result<std::optional<int>> take_key(const Context& context, std::string_view key, std::string_view request_hash) {
  store::Plan plan;
  plan.require_absent(store::kIdempotency, row_of(context, key));
  plan.insert(house().idempotency, {cell(kept_key(context, key)), cell(context.access.actor), Blob{std::string(request_hash)}, kUnderWay, Cell{}, Cell{}, now()});
  PROBITY_ASSIGN(const store::Outcome outcome, context.database->write_and_wait(std::move(plan)));
  if (outcome.committed) return std::nullopt;
  PROBITY_ASSIGN(const auto taken, find_key(context, key));
  if (taken && taken->request_hash != request_hash) {
    return fail(ErrorKind::conflict, "idempotency_key_reused", "This idempotency key was used for another request. Nothing was changed.");
  }
  if (taken && taken->status != kUnderWay) return static_cast<int>(taken->status);
  return fail(ErrorKind::conflict, "still_in_progress", "A request with this idempotency key was begun, and how it ended is not known. Nothing was changed now; look at what it was to change before it is sent with a new key.");
}

Result<> settle_key(const Context& context, std::string_view key, int status) {
  static const auto kStatus = store::Projection::make(store::kIdempotency, {"status"});
  store::Plan plan;
  plan.update(kStatus, {std::int64_t{status}}, row_of(context, key));
  PROBITY_TRY(context.database->write_and_wait(std::move(plan)));
  return {};
}

Result<> release_key(const Context& context, std::string_view key) {
  store::Plan plan;
  plan.remove(store::kIdempotency, row_of(context, key));
  PROBITY_TRY(context.database->write_and_wait(std::move(plan)));
  return {};
}

}  // namespace probity::records
