// The model as the API shows it, and what administrators add to it while the program runs.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

const JsonValue* named(const JsonValue& list, std::string_view name) {
  for (const JsonValue& item : list.GetArray()) {
    if (view(item["name"]) == name) return &item;
  }
  return nullptr;
}

TEST_F(ApiTest, MetaTellsWhatAPageNeeds) {
  const Reply meta = server.owner("GET", "/api/v1/meta");
  ASSERT_EQ(meta.status, 200);
  EXPECT_EQ(meta.text_at("workspace.slug"), server.first);
  EXPECT_EQ(meta.text_at("workspace.name"), "First");
  EXPECT_EQ(meta.text_at("workspace.currency"), "EUR");
  const JsonValue* contact = named(meta.at("entities"), "contact");
  ASSERT_TRUE(contact);
  EXPECT_EQ(view((*contact)["plural"]), "contacts");
  EXPECT_TRUE((*contact)["duplicates"].GetBool());
  const JsonValue* email = named((*contact)["fields"], "email");
  ASSERT_TRUE(email);
  EXPECT_TRUE((*email)["many"].GetBool());
  EXPECT_EQ(view((*email)["category"]), "user.contact.email");
  EXPECT_GT((*contact)["layout"]["form"].Size(), 0u);
  EXPECT_TRUE(named(meta.at("field_types"), "money"));
  EXPECT_TRUE(named(meta.at("purposes"), "service"));
  EXPECT_TRUE(named(meta.at("categories"), "user.name"));
  EXPECT_FALSE(named(meta.at("entities"), "session"));
}

TEST_F(ApiTest, MetaShowsOnlyWhatThePurposeMaySee) {
  const Reply meta = server.send(server.as(server.owner_token, "GET", "/api/v1/meta").with("Probity-Purpose", "marketing"));
  const JsonValue* contact = named(meta.at("entities"), "contact");
  ASSERT_TRUE(contact);
  EXPECT_TRUE(named((*contact)["fields"], "email"));
  EXPECT_FALSE(named((*contact)["fields"], "description"));
}

TEST_F(ApiTest, MetaSaysWhatTheRoleMayWrite) {
  const Reply meta = server.send(server.as(server.reader_token, "GET", "/api/v1/meta"));
  EXPECT_EQ(meta.status, 200);
  EXPECT_TRUE(named(meta.at("entities"), "contact"));
}

TEST_F(ApiTest, AFieldAddedAtRunTimeIsAFieldLikeAnyOther) {
  const Reply made = server.owner("POST", "/api/v1/meta/entities/contacts/fields",
                                  R"({"name":"x_shoe_size","type":"number","label":"Shoe size","category":"user.demographic.profile","purposes":["service"],"index":true})");
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.text_at("name"), "x_shoe_size");
  EXPECT_TRUE(made.at("custom").GetBool());
  EXPECT_GE(made.at("id").GetInt(), 10'000);
  const std::string id = server.create("contacts", R"({"last_name":"Shod","x_shoe_size":43})");
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + id).at("x_shoe_size").GetDouble(), 43);
  const Reply found = server.owner("GET", "/api/v1/contacts?filter=%7B%22field%22:%22x_shoe_size%22,%22op%22:%22gt%22,%22value%22:42%7D");
  EXPECT_EQ(found.text_at("items.0.id"), id) << found.text;
  const Reply elsewhere = server.send(server.as(server.second_token, "POST", "/api/v1/contacts", R"({"last_name":"A","x_shoe_size":43})"));
  EXPECT_EQ(elsewhere.code(), "unknown_field");
  EXPECT_NE(server.owner("GET", "/api/v1/openapi.json").text.find("x_shoe_size"), std::string::npos);
  EXPECT_EQ(server.send({.method = "GET", .target = "/api/v1/openapi.json"}).text.find("x_shoe_size"), std::string::npos);
}

TEST_F(ApiTest, ARequiredFieldNeedsADefaultWhereThereAreRecords) {
  server.create("contacts", R"({"last_name":"Before"})");
  const std::string fields = "/api/v1/meta/entities/contacts/fields";
  const std::string declaration = R"({"name":"x_tier","type":"text","required":true,"category":"none","purposes":["service"])";
  const Reply refused = server.owner("POST", fields, declaration + "}");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.code(), "default_needed");
  EXPECT_EQ(server.owner("POST", fields, declaration + R"(,"id":10007,"default":"basic"})").code(), "unknown_member");
  ASSERT_EQ(server.owner("POST", fields, declaration + R"(,"default":"basic"})").status, 201);
  const std::string id = server.create("contacts", R"({"last_name":"After"})");
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + id).text_at("x_tier"), "basic");
  EXPECT_EQ(server.owner("PATCH", fields + "/x_tier", R"({"default":null})").code(), "default_needed");
  EXPECT_EQ(server.owner("PATCH", fields + "/x_tier", R"({"default":null,"required":false})").status, 200);
}

TEST_F(ApiTest, AFieldAddedAtRunTimeIsChangedAndRemoved) {
  const std::string fields = "/api/v1/meta/entities/contacts/fields";
  ASSERT_EQ(server.owner("POST", fields, R"({"name":"x_size","type":"choice","label":"Size","category":"none","purposes":["service"],"choices":[{"value":"s","label":"S"}]})").status, 201);
  const std::string id = server.create("contacts", R"({"last_name":"Sized","x_size":"s"})");
  const Reply changed = server.owner("PATCH", fields + "/x_size", R"({"label":"Shirt","help":"As worn","index":true,"choices":[{"value":"s","label":"Small"},{"value":"l","label":"Large"}]})");
  ASSERT_EQ(changed.status, 200) << changed.text;
  EXPECT_EQ(changed.text_at("label"), "Shirt");
  EXPECT_TRUE(changed.at("indexed").GetBool());
  EXPECT_EQ(server.owner("PATCH", "/api/v1/contacts/" + id, R"({"x_size":"l"})").status, 200);
  for (const char* patch : {R"({"type":"text"})", R"({"id":10009})", R"({"category":"user.name"})"}) {
    EXPECT_EQ(server.owner("PATCH", fields + "/x_size", patch).status, 422) << patch;
  }
  EXPECT_EQ(server.owner("PATCH", fields + "/last_name", R"({"label":"Name"})").code(), "not_custom");
  EXPECT_EQ(server.owner("DELETE", fields + "/last_name").code(), "not_custom");
  EXPECT_EQ(server.owner("DELETE", fields + "/x_nothing").status, 404);
  EXPECT_EQ(server.send(server.as(server.reader_token, "DELETE", fields + "/x_size")).status, 403);
  EXPECT_EQ(server.owner("DELETE", fields + "/x_size").status, 204);
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + id).text.find("x_size"), std::string::npos);
  EXPECT_EQ(server.owner("POST", "/api/v1/contacts", R"({"last_name":"A","x_size":"s"})").code(), "unknown_field");
  EXPECT_EQ(server.owner("POST", fields, R"({"name":"x_size","type":"number","category":"none","purposes":["service"]})").status, 400) << "a name is never used again";
  const Reply other = server.owner("POST", fields, R"({"name":"x_other","type":"text","category":"none","purposes":["service"]})");
  ASSERT_EQ(other.status, 201) << other.text;
  EXPECT_TRUE(server.owner("GET", "/api/v1/contacts/" + id).at("x_other").IsNull());
}

TEST_F(ApiTest, AnEntityAddedAtRunTimeIsRemovedWhenItIsEmpty) {
  const std::string declaration = R"({"entity":"x_raft","plural":"x_rafts","subject":"none","title":["name"],"fields":{"name":{"type":"text","category":"none","purposes":["service"]},"logs":{"type":"number","category":"none","purposes":["service"]}}})";
  ASSERT_EQ(server.owner("POST", "/api/v1/meta/entities", declaration).status, 201);
  const std::string id = server.create("x_rafts", R"({"name":"Kon-Tiki","logs":9})");
  EXPECT_EQ(server.owner("PATCH", "/api/v1/meta/entities/x_rafts/fields/logs", R"({"label":"Trunks"})").text_at("label"), "Trunks");
  EXPECT_EQ(server.owner("DELETE", "/api/v1/meta/entities/x_rafts/fields/name").status, 400) << "its title needs it";
  EXPECT_EQ(server.owner("DELETE", "/api/v1/meta/entities/x_rafts/fields/logs").status, 204);
  const Reply refused = server.owner("DELETE", "/api/v1/meta/entities/x_rafts");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.at("records").GetInt(), 1);
  EXPECT_EQ(server.owner("DELETE", "/api/v1/meta/entities/contacts").code(), "not_custom");
  EXPECT_EQ(server.owner("DELETE", "/api/v1/x_rafts/" + id).status, 204);
  EXPECT_EQ(server.owner("DELETE", "/api/v1/x_rafts/" + id + "?purge=true").status, 204);
  EXPECT_EQ(server.owner("DELETE", "/api/v1/meta/entities/x_rafts").status, 204);
  EXPECT_EQ(server.owner("GET", "/api/v1/x_rafts").status, 404);
  EXPECT_EQ(server.owner("POST", "/api/v1/meta/entities", declaration).status, 400) << "a name is never used again";
}

TEST_F(ApiTest, TheWorkspaceIsReadAndChanged) {
  EXPECT_EQ(server.owner("GET", "/api/v1/workspace").text_at("currency"), "EUR");
  const Reply changed = server.owner("PATCH", "/api/v1/workspace", R"({"name":"Renamed","currency":"JPY"})");
  ASSERT_EQ(changed.status, 200) << changed.text;
  EXPECT_EQ(changed.text_at("name"), "Renamed");
  EXPECT_EQ(changed.text_at("slug"), server.first);
  EXPECT_EQ(server.owner("GET", "/api/v1/meta").text_at("workspace.currency"), "JPY");
  const std::string deal = server.create("deals", R"({"name":"Oven","amount":500})");
  EXPECT_EQ(server.owner("GET", "/api/v1/deals/" + deal).text_at("amount.currency"), "JPY");
  for (const char* bad : {R"({"currency":"XYZ"})", R"({"country":"Germany"})", R"({"time_zone":"Mars"})", R"({"name":" "})", R"({"slug":"x"})"}) {
    EXPECT_EQ(server.owner("PATCH", "/api/v1/workspace", bad).status, 422) << bad;
  }
  EXPECT_EQ(server.send(server.as(server.reader_token, "PATCH", "/api/v1/workspace", R"({"name":"X"})")).status, 403);
  EXPECT_EQ(server.owner("PATCH", "/api/v1/workspace", R"({"name":"First","currency":"EUR"})").status, 200);
}

TEST_F(ApiTest, AnEntityAddedAtRunTimeHasAllItsRoutes) {
  const Reply made = server.owner("POST", "/api/v1/meta/entities",
                                  R"({"entity":"x_boat","plural":"x_boats","label":{"one":"Boat","many":"Boats"},"subject":"none","title":["name"],
                                      "fields":{"name":{"type":"text","required":true,"index":true,"category":"none","purposes":["service"]},
                                                "length":{"type":"number","category":"none","purposes":["service"]}}})");
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_TRUE(made.at("custom").GetBool());
  const std::string id = server.create("x_boats", R"({"name":"Argo","length":40})");
  EXPECT_EQ(server.owner("GET", "/api/v1/x_boats/" + id).text_at("display"), "Argo");
  EXPECT_EQ(server.owner("DELETE", "/api/v1/x_boats/" + id).status, 204);
}

TEST_F(ApiTest, ABadDeclarationChangesNothing) {
  const std::string fields = "/api/v1/meta/entities/contacts/fields";
  const std::string before = server.owner("GET", "/api/v1/meta").text;
  for (const char* body : {R"({"name":"shoe","type":"number","category":"none","purposes":["service"]})",
                           R"({"name":"x_a","type":"number","purposes":["service"]})",
                           R"({"name":"x_a","type":"number","category":"none"})",
                           R"({"name":"x_a","type":"number","category":"made.up","purposes":["service"]})",
                           R"({"name":"x_a","type":"number","category":"none","purposes":["fun"]})",
                           R"({"name":"x_a","type":"dragon","category":"none","purposes":["service"]})",
                           R"({"name":"x_a","type":"link","to":"dragon","category":"none","purposes":["service"]})",
                           R"({"name":"x_a; drop table contact","type":"text","category":"none","purposes":["service"]})",
                           R"({"name":"x_a","type":"text","compute":"evil","category":"none","purposes":["service"]})",
                           R"({"type":"number","category":"none","purposes":["service"]})", R"({"name":5})"}) {
    const Reply reply = server.owner("POST", fields, body);
    EXPECT_TRUE(reply.status == 400 || reply.status == 422) << body << reply.text;
  }
  EXPECT_EQ(server.owner("POST", "/api/v1/meta/entities/dragons/fields", R"({"name":"x_a"})").status, 404);
  EXPECT_GE(server.owner("POST", "/api/v1/meta/entities", R"({"entity":"boat"})").status, 400);
  EXPECT_EQ(server.owner("GET", "/api/v1/meta").text, before);
}

TEST_F(ApiTest, TheOpenApiDocumentDescribesEveryEntity) {
  const Reply document = server.send({.method = "GET", .target = "/api/v1/openapi.json"});
  ASSERT_EQ(document.status, 200);
  EXPECT_EQ(document.text_at("openapi"), "3.1.0");
  for (const auto& entity : server.application->model->entities()) {
    EXPECT_TRUE(document.json["paths"].HasMember(("/api/v1/" + entity->plural).c_str())) << entity->name;
  }
  const JsonValue& record = document.json["components"]["schemas"]["LineItemRecord"]["allOf"][1]["properties"];
  EXPECT_TRUE(record.IsObject());
  EXPECT_TRUE(document.json["components"]["schemas"]["ContactRecord"]["allOf"][1]["properties"].HasMember("email"));
  EXPECT_EQ(document.text.find("#/components/parameters/entity\"}],\"get\":{\"operationId\":\"contacts"), std::string::npos);
}

}  // namespace
}  // namespace probity::api
