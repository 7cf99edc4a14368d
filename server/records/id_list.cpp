#include "records/id_list.hpp"

#include "records/record_json.hpp"

namespace probity::records {

std::string ids_json(std::span<const Id> ids) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const Id& id : ids) write_id(writer, id);
  writer.EndArray();
  return std::string(text(buffer));
}

}  // namespace probity::records
