#pragma once
// What whoever looks after a workspace's privacy has to see: what is broken, what falls due, what waits.
#include "promises/runs.hpp"

namespace probity::promises {

/// {"promises":{"checked_at","kept","broken","waiting","list":[{"id","text","evidence","since"}]},
///  "due":[{"what","name","on"}],                              by date: safeguards that end, policies that take effect
///  "notices":{"on_its_way","told","not_told"},
///  "messages":{"queued","waiting","failed","refused","not_configured"},
///  "processors":[{"id","name","notice_date"}],                those to which nothing may go yet
///  "minors":{"count","items":[{"entity","id"}]},               marked as minors and waiting for somebody to decide; the first 100
///  "unused_fields":[..],
///  "security_txt":{"state","evidence"}}.
/// `workspace` is the caller's; whether they may see it is asked before.
Result<> write_home(Runs& runs, const records::Context& workspace, JsonWriter& writer);

}  // namespace probity::promises
