#include "records/beside.hpp"

#include "base/crypto.hpp"
#include "records/change.hpp"

namespace probity::records {

Result<> create_beside(const Hooks& hooks, const Context& context, store::Reader& reader, const CreateOptions& options,
                       const Records::Alter& fill, Draft& draft) {
  auto planned = plan_creation(context, hooks, reader, Id::make(), options, [&](store::Reader& view, Draft& other) {
    other.together_with = &draft;
    return fill(view, other);
  });
  if (!planned) return std::unexpected(std::move(planned).error());
  if (planned->settled) return {};
  take(draft.also, std::move(planned->plan));
  draft.beside.push_back({context.entity, planned->draft.id, seen_only_by(planned->draft), owners_of(planned->draft)});
  std::ranges::move(planned->draft.beside, std::back_inserter(draft.beside));
  return {};
}

Id derived_id(const Id& base, std::string_view use) {
  const Hash hash = sha256(base.raw(), use);
  Id id = base;
  // Bytes 6 and 8 keep version and variant (RFC 9562).
  std::copy(hash.begin(), hash.begin() + 7, id.bytes.begin() + 9);
  return id;
}

}  // namespace probity::records
