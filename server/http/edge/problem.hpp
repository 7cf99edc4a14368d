#pragma once
// What the edge refuses by itself, as problem documents (RFC 9457).
#include <string_view>

#include "http/edge/message.hpp"

namespace probity::http {

/// A refusal of the edge. Both texts live as long as the program.
struct Refusal {
  int status;
  std::string_view code;    ///< stable machine word
  std::string_view detail;  ///< public: what happened, what is safe, what to do
};

Response problem(const Refusal& refusal);

/// Reason phrase of a status (RFC 9110, 15); empty for one that has none.
std::string_view reason_phrase(int status);

}  // namespace probity::http
