#pragma once
// What applying a choice would do, as JSON for both doors.
#include "rights/governance/governance.hpp"

namespace probity::governance {

/// The members "changes", "problems", "told", "waits" and "effective" of an object that is open.
void write_preview(const Preview& preview, JsonWriter& writer);

}  // namespace probity::governance
