#include "http/form.hpp"

#include "base/text.hpp"
#include "http/edge/target.hpp"

namespace probity::http {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kMostFields = 500;

std::unexpected<Error> bad_form() { return invalid("bad_form", "The form could not be read. Nothing was changed; load the page again."); }

Result<Fields> read_encoded(std::string_view body) {
  Fields fields;
  for (const std::string_view pair : split(body, '&')) {
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = decode_form(pair.substr(0, equals));
    auto value = decode_form(equals < pair.size() ? pair.substr(equals + 1) : std::string_view());
    if (!name || !value || !is_valid_text(*name) || !is_valid_text(*value) || fields.size() == kMostFields) return bad_form();
    fields.emplace_back(std::move(*name), std::move(*value));
  }
  return fields;
}

/// The value of a parameter of a header: `name="value"` or `name=value`.
std::string parameter_of(std::string_view header, std::string_view wanted) {
  for (const std::string_view part : split(header, ';')) {
    const std::string_view pair = trim(part);
    const auto equals = pair.find('=');
    if (equals == pair.npos || lower_ascii(pair.substr(0, equals)) != wanted) continue;
    std::string_view value = trim(pair.substr(equals + 1));
    if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"')) value = value.substr(1, value.size() - 2);
    return std::string(value);
  }
  return {};
}

std::string name_of_part(std::string_view head) {
  for (std::string_view line : split(head, '\n')) {
    if (lower_ascii(line).starts_with("content-disposition:")) return parameter_of(line, "name");
  }
  return {};
}

Result<Fields> read_multipart(std::string_view body, std::string_view boundary) {
  Fields fields;
  const std::string mark = "--" + std::string(boundary);
  auto at = body.find(mark);
  while (at != body.npos) {
    std::string_view rest = body.substr(at + mark.size());
    if (rest.starts_with("--")) return fields;
    const auto end = rest.find("\r\n" + mark);
    const auto gap = rest.find("\r\n\r\n");
    if (!rest.starts_with("\r\n") || end == rest.npos || gap == rest.npos || gap > end || fields.size() == kMostFields) return bad_form();
    const std::string_view value = gap + 4 <= end ? rest.substr(gap + 4, end - gap - 4) : std::string_view();
    std::string name = name_of_part(rest.substr(2, gap - 2));
    if (name.empty() || !is_valid_text(name) || !is_valid_text(value)) return bad_form();
    fields.emplace_back(std::move(name), std::string(value));
    at += mark.size() + end + 2;
  }
  return bad_form();
}

}  // namespace

std::string_view Form::value(std::string_view name) const {
  const auto found = std::ranges::find(fields_, name, [](const auto& field) { return std::string_view(field.first); });
  return found == fields_.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::string> Form::values(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [field, value] : fields_) {
    if (field == name) values.push_back(value);
  }
  return values;
}

Result<Form> read_form(const Request& request) {
  const std::string_view type = request.header("Content-Type");
  const std::string kind = lower_ascii(trim(type.substr(0, type.find(';'))));
  Form form;
  if (kind == "application/x-www-form-urlencoded") {
    PROBITY_ASSIGN(form.fields_, read_encoded(request.body));
    return form;
  }
  const std::string boundary = parameter_of(type, "boundary");
  if (kind != "multipart/form-data" || boundary.empty()) return fail(ErrorKind::unsupported, "unsupported_media_type", "Send the form as a page does. Nothing was changed.");
  PROBITY_ASSIGN(form.fields_, read_multipart(request.body, boundary));
  return form;
}

}  // namespace probity::http
