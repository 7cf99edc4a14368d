#include "http/router.hpp"

namespace probity::http {
namespace {

/// Takes the first segment off `rest`; "/a/b" gives "a" and leaves "/b".
std::string_view take_segment(std::string_view& rest) {
  rest.remove_prefix(1);
  const auto end = std::min(rest.find('/'), rest.size());
  const auto segment = rest.substr(0, end);
  rest.remove_prefix(end);
  return segment;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

}  // namespace

std::vector<std::string_view> parameter_names(std::string_view path) {
  std::vector<std::string_view> names;
  while (!path.empty()) {
    const auto segment = take_segment(path);
    if (is_parameter(segment)) names.push_back(segment.substr(1, segment.size() - 2));
  }
  return names;
}

Router::Router(std::span<const Route> routes) : routes_(routes) {
  for (const Route& route : routes) add(route);
}

void Router::add(const Route& route) {
  Node* node = &root_;
  std::string_view rest = route.path == "/" ? std::string_view() : route.path;
  while (!rest.empty()) {
    const auto segment = take_segment(rest);
    if (segment == "*") {
      node->rest.push_back(&route);
      return;
    }
    if (is_parameter(segment)) {
      if (!node->parameter) node->parameter = std::make_unique<Node>();
      node = node->parameter.get();
      continue;
    }
    auto found = std::find_if(node->literals.begin(), node->literals.end(), [&](const auto& child) { return child->segment == segment; });
    if (found == node->literals.end()) found = node->literals.insert(found, std::make_unique<Node>(Node{.segment = segment}));
    node = found->get();
  }
  node->here.push_back(&route);
}

const Route* Router::route_of(const std::vector<const Route*>& routes, std::string_view method) {
  const Route* get = nullptr;
  for (const Route* route : routes) {
    if (route->method == method) return route;
    if (route->method == "GET") get = route;
  }
  return method == "HEAD" ? get : nullptr;
}

void Router::add_allowed(const std::vector<const Route*>& routes, std::string& allowed) {
  for (const Route* route : routes) {
    if (allowed.find(route->method) != allowed.npos) continue;
    if (!allowed.empty()) allowed += ", ";
    allowed += route->method;
    if (route->method == "GET" && allowed.find("HEAD") == allowed.npos) allowed += ", HEAD";
  }
}

const Route* Router::walk(const Node& node, std::string_view method, std::string_view rest, std::size_t depth, Match& match) const {
  if (rest.empty()) {
    const Route* route = route_of(node.here, method);
    if (!route) add_allowed(node.here, match.allowed);
    return route;
  }
  std::string_view after = rest;
  const auto segment = take_segment(after);
  for (const auto& child : node.literals) {
    if (child->segment != segment) continue;
    if (const Route* route = walk(*child, method, after, depth, match)) return route;
  }
  if (node.parameter && !segment.empty() && depth < kMostParameters) {
    match.parameters[depth] = segment;
    if (const Route* route = walk(*node.parameter, method, after, depth + 1, match)) return route;
  }
  const Route* route = route_of(node.rest, method);
  if (!route) add_allowed(node.rest, match.allowed);
  return route;
}

Match Router::find(std::string_view method, std::string_view path) const {
  Match match;
  match.route = walk(root_, method, path == "/" ? std::string_view() : path, 0, match);
  if (match.route) match.allowed.clear();
  return match;
}

}  // namespace probity::http
