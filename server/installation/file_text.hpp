#pragma once
// The words in a stored file, for the guard: of the kinds of file that are text already.
#include <string>

#include "files/files.hpp"

namespace probity::installation {

/// The first MiB of a text, table, web page (without its tags) or message as it was sent; empty for every other kind of
/// file, and for one that cannot be read. Parts of a message that are packed (base64) are not unpacked.
std::string text_of_file(const files::Files& files, std::string_view workspace, const Id& file);

/// What is between the tags.
std::string without_tags(std::string_view page);

}  // namespace probity::installation
