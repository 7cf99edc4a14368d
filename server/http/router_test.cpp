#include "http/router.hpp"

#include <gtest/gtest.h>

namespace probity::http {
namespace {

Result<Response> nothing(Call&) { return Response{}; }

constexpr Route kRoutes[] = {
    {"GET", "/", nothing, Who::anyone},
    {"GET", "/files/*", nothing, Who::anyone},
    {"GET", "/{entity}", nothing, Who::anyone},
    {"POST", "/{entity}", nothing, Who::anyone},
    {"GET", "/{entity}/{id}", nothing, Who::anyone},
    {"PATCH", "/{entity}/{id}", nothing, Who::anyone},
    {"POST", "/documents", nothing, Who::anyone},
    {"POST", "/leads/{id}/convert", nothing, Who::anyone},
    {"POST", "/{entity}/{id}/undo", nothing, Who::anyone},
    {"HEAD", "/uploads/{id}", nothing, Who::anyone},
};

class RouterTest : public testing::Test {
 protected:
  std::string_view path_of(std::string_view method, std::string_view path) const {
    const Match match = router_.find(method, path);
    return match.route ? match.route->path : std::string_view("none");
  }
  const Router router_{kRoutes};
};

TEST_F(RouterTest, FindsByMethodAndPath) {
  EXPECT_EQ(path_of("GET", "/"), "/");
  EXPECT_EQ(path_of("GET", "/contacts"), "/{entity}");
  EXPECT_EQ(path_of("PATCH", "/contacts/7"), "/{entity}/{id}");
  EXPECT_EQ(path_of("GET", "/contacts/7/more"), "none");
  EXPECT_EQ(path_of("GET", "/contacts/"), "none");
  EXPECT_EQ(path_of("get", "/contacts"), "none");
}

TEST_F(RouterTest, GivesParametersInOrder) {
  const Match match = router_.find("POST", "/contacts/7/undo");
  ASSERT_TRUE(match.route);
  EXPECT_EQ(match.parameters[0], "contacts");
  EXPECT_EQ(match.parameters[1], "7");
}

TEST_F(RouterTest, ALiteralWinsWhereItLeadsSomewhere) {
  EXPECT_EQ(path_of("POST", "/documents"), "/documents");
  EXPECT_EQ(path_of("GET", "/documents"), "/{entity}");
  EXPECT_EQ(path_of("POST", "/leads/7/convert"), "/leads/{id}/convert");
  const Match match = router_.find("POST", "/leads/7/undo");
  ASSERT_TRUE(match.route);
  EXPECT_EQ(match.route->path, "/{entity}/{id}/undo");
  EXPECT_EQ(match.parameters[0], "leads");
  EXPECT_EQ(match.parameters[1], "7");
}

TEST_F(RouterTest, AStarTakesAnyRest) {
  EXPECT_EQ(path_of("GET", "/files/a/b/c"), "/files/*");
  EXPECT_EQ(path_of("GET", "/files/a"), "/files/*");
}

TEST_F(RouterTest, HeadIsAnsweredAsGet) {
  EXPECT_EQ(path_of("HEAD", "/contacts"), "/{entity}");
  EXPECT_EQ(path_of("HEAD", "/uploads/7"), "/uploads/{id}");
}

TEST_F(RouterTest, NamesTheMethodsThereAre) {
  EXPECT_EQ(router_.find("PUT", "/contacts/7").allowed, "GET, HEAD, PATCH");
  EXPECT_EQ(router_.find("DELETE", "/documents").allowed, "POST, GET, HEAD");
  EXPECT_EQ(router_.find("GET", "/a/b/c/d").allowed, "");
  EXPECT_EQ(router_.find("GET", "/contacts").allowed, "");
}

TEST(Parameters, AreNamedByThePath) {
  EXPECT_EQ(parameter_names("/{entity}/{id}/undo"), (std::vector<std::string_view>{"entity", "id"}));
  EXPECT_TRUE(parameter_names("/meta").empty());
}

}  // namespace
}  // namespace probity::http
