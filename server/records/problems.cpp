#include "records/problems.hpp"

namespace probity::records {

Result<> Problems::result() && {
  if (fields_.empty()) return {};
  Error error{.kind = ErrorKind::invalid, .code = fields_.front().code, .message = fields_.front().message, .field = fields_.front().field};
  if (fields_.size() > 1) error.message += fmt::format(" (and {} more)", fields_.size() - 1);
  error.fields = std::move(fields_);
  return fail(std::move(error));
}

}  // namespace probity::records
