#pragma once
// Everything wrong with one input, told at once.
#include <string>
#include <vector>

#include "base/result.hpp"

namespace probity::records {

class Problems {
 public:
  void add(std::string field, std::string code, std::string message) {
    fields_.push_back({std::move(field), std::move(code), std::move(message)});
  }
  Result<> result() &&;

 private:
  std::vector<FieldError> fields_;
};

/// One thing wrong with one member of the input.
inline std::unexpected<Error> one_problem(std::string field, std::string code, std::string message) {
  Error error{.kind = ErrorKind::invalid, .code = code, .message = message, .field = field};
  error.fields.push_back({std::move(field), std::move(code), std::move(message)});
  return fail(std::move(error));
}

}  // namespace probity::records
