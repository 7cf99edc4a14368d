#pragma once
// What a route is: where, who may, what it takes, and who answers.
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "http/edge/message.hpp"

namespace probity::http {

struct Call;

/// At most 20 lines: it reads the call, asks one service, and shapes the answer.
using Answer = Result<Response> (*)(Call&);

enum class Who {
  anyone,        ///< nobody need be signed in
  link,          ///< the same, and the secret in the path is all the right there is: another site's page can do no
                 ///< more with it than whoever holds it, so that where a POST comes from does not matter
  visitor,       ///< the same, from a page of another site, which the handler must know
  session,       ///< somebody signed in with a browser; no workspace
  member,        ///< a member of the workspace named, or a token of it
  administrator  ///< the same, whose role may change the model
};

/// What a route takes as its body.
struct Takes {
  enum class Kind { nothing, json, json_or_nothing, bytes } kind = Kind::nothing;
  std::size_t limit = 0;  ///< bytes
};

struct Route {
  std::string_view method;
  std::string_view path;  ///< "/api/v1/{entity}/{id}"; a last segment "*" takes any rest
  Answer answer;
  Who who;
  Takes takes = {};
  /// Whoever is signed in with a browser must have shown just before who they are. Tokens cannot, and are not asked.
  bool step_up = false;
};

/// Every route there is, in one list.
std::span<const Route> routes();

}  // namespace probity::http
