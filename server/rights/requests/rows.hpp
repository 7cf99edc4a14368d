#pragma once
// How requests and their steps stand in their rows, and the program's own hand on them.
#include "rights/requests/requests.hpp"

namespace probity::requests {

/// The program itself in a workspace.
privacy::Access program_in(std::string_view workspace);

/// The program's hand on an entity of a context's workspace, for duties under the law. What it writes is nobody's last
/// change. Keep it as long as its context is used.
class ByProgram {
 public:
  ByProgram(const records::Context& context, std::string_view entity);
  ByProgram(const ByProgram&) = delete;
  const records::Context& context() const { return *context_; }
  const records::Context* operator->() const { return &*context_; }

 private:
  privacy::Access access_;
  std::optional<records::Context> context_;
};

Request request_in(const meta::Entity& entity, const Row& row);
void fill(const Request& request, records::Draft& draft);

/// A step as it was kept.
struct Step {
  Event event = Event::noted;
  Timestamp at = 0;
  Id by, message;
  std::string note;
};
/// Oldest first.
Result<std::vector<Step>> read_steps(const records::Context& context, store::Reader& reader, const Id& request);
void fill(const Step& step, const Request& request, records::Draft& draft);
/// Makes the steps written before somebody was found concern them.
Result<> join_steps(records::Records& records, const records::Context& context, const Request& request);

/// "identity 2026-01-05/2026-01-09, clarification 2026-02-01/".
std::string packed(const std::vector<Interval>& pauses);
std::vector<Interval> unpacked(std::string_view text);

/// An erasure that was ordered goes on whatever anybody says.
inline bool has_begun(const Request& request) { return request.outcome == kUnderWay || !request.erasure.empty(); }
inline std::unexpected<Error> begun() { return fail(ErrorKind::conflict, "not_now", "The erasure has begun and cannot be taken back. Nothing was changed."); }

/// The moment after which that day is over, there.
Timestamp end_of(Day day, std::string_view time_zone);

}  // namespace probity::requests
