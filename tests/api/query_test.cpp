// How lists are asked: what is refused, what a count means, long filters as a body.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

class QueryTest : public ApiTest {
 protected:
  static std::string encoded(std::string_view text) {
    std::string code;
    for (const char character : text) code += fmt::format("%{:02X}", static_cast<unsigned char>(character));
    return code;
  }
  Reply list(std::string_view filter, std::string_view more = "") { return server.owner("GET", fmt::format("/api/v1/contacts?filter={}{}", encoded(filter), more)); }
};

TEST_F(QueryTest, WhatCannotBeMeantIsRefused) {
  EXPECT_EQ(list(R"({"field":"last_name"})").code(), "bad_filter");
  EXPECT_EQ(list(R"({"field":"last_name","op":"eq"})").code(), "bad_filter");
  EXPECT_EQ(list(R"({"field":"last_name","value":"A","case":"exact"})").code(), "bad_filter");
  EXPECT_EQ(list(R"({"not":{"field":"last_name","value":"A"},"field":"last_name"})").code(), "bad_filter");
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?sort=-").code(), "unknown_field");
  const Reply twice = server.owner("GET", "/api/v1/contacts?limit=5&limit=6");
  EXPECT_EQ(twice.status, 400);
  EXPECT_EQ(twice.code(), "repeated_parameter");
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?limit=5&l%69mit=6").code(), "repeated_parameter");
  EXPECT_EQ(list(R"({"field":"last_name","op":"empty"})").status, 200);
  EXPECT_EQ(list(R"({"field":"last_name","value":null})").status, 200);
}

TEST_F(QueryTest, ADateIsTheStartOfThatDay) {
  server.create_contact("Daytime");
  EXPECT_EQ(list(R"({"field":"created_at","op":"gte","value":"2020-01-01"})").status, 200);
  EXPECT_NE(list(R"({"field":"created_at","op":"gte","value":"2020-01-01"})", "&count=exact").at("count").GetInt(), 0);
  EXPECT_EQ(list(R"({"field":"created_at","op":"lt","value":"2020-01-01"})", "&count=exact").at("count").GetInt(), 0);
  EXPECT_EQ(list(R"({"field":"created_at","op":"gte","value":"2020-13-01"})").status, 400);
}

TEST_F(QueryTest, APartOfAnAddressIsFound) {
  const std::string there = server.create("contacts", R"({"last_name":"Partly","address":{"street":"12 \"city\":\"Nowhere\"","city":"Bad Tölz","country":"DE"}})");
  server.create("contacts", R"({"last_name":"Partly","address":{"street":"Bad Tölz Road","city":"Reading"}})");
  const auto found = [&](std::string_view test) {
    const Reply reply = list(fmt::format(R"({{"all":[{{"field":"last_name","value":"Partly"}},{}]}})", test));
    EXPECT_EQ(reply.status, 200) << reply.text;
    return reply.at("items").Size();
  };
  EXPECT_EQ(found(R"({"field":"address.city","value":"bad tolz"})"), 1U);
  EXPECT_EQ(found(R"({"field":"address.city","op":"starts_with","value":"Bad"})"), 1U);
  EXPECT_EQ(found(R"({"field":"address.city","op":"in","value":["Bad Tölz","Reading"]})"), 2U);
  EXPECT_EQ(found(R"({"field":"address.city","op":"ne","value":"Reading"})"), 1U);
  EXPECT_EQ(found(R"({"field":"address.city","value":"Bad"})"), 0U);
  EXPECT_EQ(found(R"({"field":"address.city","value":"Nowhere"})"), 0U);
  EXPECT_EQ(found(R"({"field":"address.country","op":"empty"})"), 1U);
  EXPECT_EQ(list(R"({"field":"address.city","value":"x"})").at("slow").Size(), 1U);
  EXPECT_EQ(list(R"({"field":"address.city","op":"gt","value":"x"})").code(), "wrong_operator");
  EXPECT_EQ(list(R"({"field":"address.city","value":7})").code(), "wrong_type");
  EXPECT_EQ(list(R"({"field":"address.planet","value":"x"})").code(), "unknown_field");
}

TEST_F(QueryTest, ABodyAsksLikeAnAddressDoes) {
  std::string ids;
  for (int count = 0; count < 300; ++count) ids += fmt::format("\"{}\",", Id::make().text());
  const std::string wanted = server.create_contact("Bodily");
  const Rows before = server.rows();
  const Reply reply = server.owner("POST", "/api/v1/contacts/query", fmt::format(R"({{"filter":{{"field":"id","op":"in","value":[{}"{}"]}},"fields":["last_name"],"limit":5,"count":"exact","bin":false}})", ids, wanted));
  EXPECT_EQ(reply.status, 200) << reply.text;
  EXPECT_EQ(reply.at("count").GetInt(), 1);
  EXPECT_EQ(reply.text_at("count_is"), "exact");
  EXPECT_EQ(reply.text_at("items.0.last_name"), "Bodily");
  EXPECT_EQ(server.rows(), before);
  EXPECT_EQ(server.owner("POST", "/api/v1/contacts/query", R"({"limit":0})").code(), "bad_limit");
  EXPECT_EQ(server.owner("POST", "/api/v1/contacts/query", R"({"order":"x"})").status, 422);
  EXPECT_EQ(server.owner("POST", "/api/v1/contacts/query", R"({"fields":[1]})").status, 422);
  EXPECT_EQ(server.send({.method = "POST", .target = "/api/v1/contacts/query", .body = "{}"}).status, 401);
}

TEST_F(QueryTest, TheEndOfAListIsItsLastPage) {
  for (int count = 0; count < 7; ++count) server.create("contacts", fmt::format(R"({{"last_name":"Ending","first_name":"{}"}})", count));
  const std::string filter = encoded(R"({"field":"last_name","value":"Ending"})");
  const Reply end = server.owner("GET", "/api/v1/contacts?sort=first_name&limit=3&at=1&filter=" + filter);
  ASSERT_EQ(end.at("items").Size(), 3U);
  EXPECT_EQ(end.text_at("items.0.first_name"), "4");
  EXPECT_EQ(end.text_at("items.2.first_name"), "6");
  EXPECT_TRUE(end.at("next").IsNull());
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?sort=first_name&limit=20&at=1&filter=" + filter).at("items").Size(), 7U);
}

TEST_F(QueryTest, AKnownVersionIsNotSentAgain) {
  const std::string target = "/api/v1/contacts/" + server.create_contact("Versed");
  const Reply known = server.send(server.as(server.owner_token, "GET", target).with("If-None-Match", "W/\"7\", \"1\""));
  EXPECT_EQ(known.status, 304);
  EXPECT_EQ(known.text, "");
  EXPECT_EQ(known.header("ETag"), "\"1\"");
  EXPECT_EQ(server.send(server.as(server.owner_token, "GET", target).with("If-None-Match", "\"2\"")).status, 200);
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", target).with("If-None-Match", "\"1\"")).status, 404);
}

TEST_F(QueryTest, APhotoIsGivenBackAndNothingElseIsShownInAPage) {
  const std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x06\0\0\0\x1f\x15\xc4\x89", 33);
  const std::string pictured = server.create("contacts", fmt::format(R"({{"last_name":"Pictured","photo":{{"upload":"{}"}}}})", server.upload(png, "me.png")));
  const Reply photo = server.owner("GET", "/api/v1/contacts/" + pictured + "/files/photo");
  EXPECT_EQ(photo.status, 200) << photo.text;
  EXPECT_EQ(photo.text, png);
  EXPECT_EQ(photo.header("Content-Type"), "image/png");
  EXPECT_EQ(photo.header("Content-Disposition"), "inline");
  EXPECT_EQ(photo.header("X-Content-Type-Options"), "nosniff");
  const std::string scripted = server.create("contacts", fmt::format(R"({{"last_name":"Scripted","photo":{{"upload":"{}"}}}})", server.upload("<!DOCTYPE html><html><script>alert(1)</script></html>", "me.png")));
  const Reply page = server.owner("GET", "/api/v1/contacts/" + scripted + "/files/photo");
  EXPECT_THAT(std::string(page.header("Content-Disposition")), testing::StartsWith("attachment"));
  EXPECT_EQ(page.header("Content-Security-Policy"), "default-src 'none'; sandbox");
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + pictured + "/files/last_name").status, 404);
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + server.create_contact() + "/files/photo").status, 404);
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", "/api/v1/contacts/" + pictured + "/files/photo")).status, 404);
}

}  // namespace
}  // namespace probity::api
