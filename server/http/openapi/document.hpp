#pragma once
// The OpenAPI document: the generic routes of base.json, and for each entity of a model its paths and
// the schemas of its records, made from the field types.
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "meta/model.hpp"

namespace probity::http::openapi {

std::string make_document(const meta::Model& model);

/// Made once for each version of a model. Thread-safe.
class Documents {
 public:
  std::shared_ptr<const std::string> for_model(const meta::Model& model);

 private:
  std::mutex mutex_;
  std::map<std::uint64_t, std::shared_ptr<const std::string>> made_;
};

}  // namespace probity::http::openapi
