#include "records/context.hpp"

namespace probity::records {
namespace {

std::shared_ptr<const privacy::Decision> everything(const meta::Entity& entity) {
  return std::make_shared<const privacy::Decision>(privacy::Decision{.may_read = true,
                                                                     .may_create = true,
                                                                     .may_update = true,
                                                                     .may_remove = true,
                                                                     .may_export = false,
                                                                     .readable = std::vector<bool>(entity.fields.size(), true),
                                                                     .writable = std::vector<bool>(entity.fields.size(), true),
                                                                     .every_field_readable = true});
}

}  // namespace

Context at_entity(const Context& context, const meta::Entity& entity) {
  Context other = context;
  other.entity = &entity;
  other.tables = &context.catalog->tables(entity);
  other.decision = context.decide(entity);
  return other;
}

Context by_program(const Context& context, const meta::Entity& entity) {
  Context other = context;
  other.entity = &entity;
  other.tables = &context.catalog->tables(entity);
  other.decision = everything(entity);
  return other;
}

bool is_open_to(const Context& context, const meta::Entity& entity) {
  return entity.system == (context.workspace->slug() == kSystemWorkspace) && context.decide(entity)->may_read;
}

}  // namespace probity::records
