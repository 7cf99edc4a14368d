#pragma once
// Finds the route of a request: the list of routes compiled into a tree of path segments. A literal
// segment wins over a parameter, as long as it leads to a route of the method asked for.
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/route.hpp"

namespace probity::http {

/// The most parameters a path may have.
inline constexpr std::size_t kMostParameters = 3;
using Parameters = std::array<std::string_view, kMostParameters>;

struct Match {
  const Route* route = nullptr;
  Parameters parameters;  ///< in the order of the path; they point into the path
  std::string allowed;    ///< where the path is known and the method is not: those that are, "GET, HEAD"
};

class Router {
 public:
  explicit Router(std::span<const Route> routes);
  /// HEAD finds the route of GET where there is none of its own. Thread-safe.
  Match find(std::string_view method, std::string_view path) const;
  std::size_t index_of(const Route& route) const { return static_cast<std::size_t>(&route - routes_.data()); }
  std::size_t size() const { return routes_.size(); }

 private:
  struct Node {
    std::string_view segment;  ///< empty: a parameter
    std::vector<std::unique_ptr<Node>> literals;
    std::unique_ptr<Node> parameter;
    std::vector<const Route*> here;
    std::vector<const Route*> rest;  ///< of "*"
  };
  static const Route* route_of(const std::vector<const Route*>& routes, std::string_view method);
  void add(const Route& route);
  const Route* walk(const Node& node, std::string_view method, std::string_view rest, std::size_t depth, Match& match) const;
  static void add_allowed(const std::vector<const Route*>& routes, std::string& allowed);

  std::span<const Route> routes_;
  Node root_;
};

/// The parameter names of a path, in order.
std::vector<std::string_view> parameter_names(std::string_view path);

}  // namespace probity::http
