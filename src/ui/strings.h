// The words of the interface in each language (strings.inc). Views take their words from here
// and nowhere else.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include "core/client.h"

namespace chat::ui {

enum class Language : uint8_t { english, german, arabic, count };
/// "en", "de", "ar"; any other is English.
Language language_of(std::string_view tag);
std::string_view tag_of(Language language);
/// As its readers call it.
std::string_view name_of(Language language);
constexpr bool is_right_to_left(Language language) { return language == Language::arabic; }

struct Strings {
#define STRING(name, english, german, arabic) std::string_view name;
#include "ui/strings.inc"
#undef STRING
};
const Strings& strings_of(Language language);

/// `pattern` with %1, %2, ... replaced by the values.
std::string fill_in(std::string_view pattern, std::initializer_list<std::string_view> values);
std::string fill_in(std::string_view pattern, int64_t number);
/// The part of "a|b|c" with this index.
std::string_view one_of(std::string_view parts, size_t index);

/// "Bob, 2 unread, last message hello, 12:04"; `line`: what is said below the name.
std::string conversation_name(const Strings& say, const ConversationSummary& summary,
                              std::string_view line, std::string_view time);
/// "5", or "5+" when there may be more.
std::string unread_words(const ConversationSummary& summary);
/// Empty for AuthProblem::none.
std::string_view problem_words(const Strings& say, AuthProblem problem);

}  // namespace chat::ui
