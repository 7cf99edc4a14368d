#pragma once
// How breaches and their steps stand in their rows.
#include "records/records.hpp"
#include "rights/incidents/incidents.hpp"

namespace probity::incidents {

inline constexpr std::string_view kBreach = "breach";
inline constexpr std::string_view kStep = "breach_step";

privacy::Access program_in(std::string_view workspace);
records::Context at(const records::Context& workspace, std::string_view entity);

/// A full row; `breaches` is of the entity, by the program.
Breach breach_in(const records::Context& breaches, const Row& row);
std::string text_in(const records::Draft& draft, std::string_view field);
Timestamp time_in(const records::Draft& draft, std::string_view field);
/// Whose step it is, and of one made by a job: its id, so that there is never a second, and how many letters.
struct StepMaker {
  Id by;
  std::optional<Id> id = {};
  std::optional<std::int64_t> people = {};
};
/// Incidents::take_step, and "tell".
Result<> carry_out(records::Records& records, const records::Context& workspace, const Id& id, const Step& step, const StepMaker& maker);
Cell& cell_of(records::Draft& draft, std::string_view field);

}  // namespace probity::incidents
