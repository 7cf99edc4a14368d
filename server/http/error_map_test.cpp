#include "http/error_map.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace probity::http {
namespace {

std::string_view header(const Response& response, std::string_view name) {
  for (const Header& header : response.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

TEST(ErrorMap, EveryKindHasItsStatus) {
  const std::pair<ErrorKind, int> cases[] = {
      {ErrorKind::invalid, 400},  {ErrorKind::unauthenticated, 401},     {ErrorKind::forbidden, 403}, {ErrorKind::not_found, 404},
      {ErrorKind::conflict, 409}, {ErrorKind::precondition_failed, 412}, {ErrorKind::too_large, 413}, {ErrorKind::too_many, 429},
      {ErrorKind::unsupported, 415}, {ErrorKind::unavailable, 503},      {ErrorKind::internal, 500}};
  for (const auto& [kind, status] : cases) EXPECT_EQ(answer_error({.kind = kind, .code = "x", .message = "y"}, "GET /").status, status);
}

TEST(ErrorMap, FieldsMakeItUnprocessable) {
  Error error{.kind = ErrorKind::invalid, .code = "required", .message = "Name is required.", .field = "name"};
  EXPECT_EQ(status_of(error), 400);
  error.fields.push_back({"name", "required", "Name is required."});
  const Response response = answer_error(error, "POST /");
  EXPECT_EQ(response.status, 422);
  const auto problem = parse_json(response.body);
  EXPECT_EQ(view((*problem)["errors"][0]["field"]), "name");
  EXPECT_EQ(view((*problem)["errors"][0]["detail"]), "Name is required.");
  EXPECT_EQ((*problem)["status"].GetInt(), 422);
}

TEST(ErrorMap, TheCauseStaysHere) {
  const Response response = answer_error({.kind = ErrorKind::internal, .code = "internal", .message = "Sorry.", .cause = "disk 7 is broken"}, "GET /");
  EXPECT_EQ(response.body.find("disk"), std::string::npos);
  EXPECT_EQ(header(response, "Content-Type"), "application/problem+json");
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
}

TEST(ErrorMap, ExtrasBecomeMembers) {
  const Response response = answer_error({.kind = ErrorKind::conflict, .code = "duplicate", .message = "Twice.", .extras = R"({"candidates":[1]})"}, "POST /");
  const auto problem = parse_json(response.body);
  EXPECT_EQ((*problem)["candidates"][0].GetInt(), 1);
}

TEST(ErrorMap, SaysWhenToTryAgain) {
  EXPECT_EQ(header(answer_error({.kind = ErrorKind::too_many, .code = "x", .extras = R"({"retry_after":90})"}, ""), "Retry-After"), "90");
  EXPECT_EQ(header(answer_error({.kind = ErrorKind::unavailable, .code = "x"}, ""), "Retry-After"), "1");
  EXPECT_EQ(header(answer_error({.kind = ErrorKind::conflict, .code = "x"}, ""), "Retry-After"), "");
}

TEST(ErrorMap, NamesTheMethodsThereAre) {
  const Response response = answer_error({.kind = ErrorKind::unsupported, .code = "method_not_allowed", .extras = R"({"allowed":"GET"})"}, "");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header(response, "Allow"), "GET");
}

}  // namespace
}  // namespace probity::http
