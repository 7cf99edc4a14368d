#pragma once
#include "accounts/seats.hpp"
#include "http/call.hpp"

namespace probity::http::handlers {

/// {"id","version","created_at","updated_at","display","name","email","role","role_name","teams":[ids],"until"}.
void write_member(const accounts::SeatedMember& member, JsonWriter& writer);

}  // namespace probity::http::handlers
