#include "base/field_errors.hpp"

namespace probity {

void write_field_errors(std::span<const FieldError> errors, JsonWriter& writer) {
  writer.StartArray();
  for (const FieldError& error : errors) {
    writer.StartObject();
    key(writer, "field");
    put(writer, error.field);
    key(writer, "code");
    put(writer, error.code);
    key(writer, "detail");
    put(writer, error.message);
    writer.EndObject();
  }
  writer.EndArray();
}

}  // namespace probity
