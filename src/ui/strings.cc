#include "ui/strings.h"

namespace chat::ui {
namespace {

constexpr Strings english = {
#define STRING(name, english, german, arabic) .name = english,
#include "ui/strings.inc"
#undef STRING
};
constexpr Strings german = {
#define STRING(name, english, german, arabic) .name = german,
#include "ui/strings.inc"
#undef STRING
};
constexpr Strings arabic = {
#define STRING(name, english, german, arabic) .name = arabic,
#include "ui/strings.inc"
#undef STRING
};

struct LanguageRow {
  std::string_view tag, name;
  const Strings& strings;
};
constexpr LanguageRow languages[] = {
    {"en", "English", english}, {"de", "Deutsch", german}, {"ar", "العربية", arabic}};
static_assert(std::size(languages) == static_cast<size_t>(Language::count));

const LanguageRow& row_of(Language language) { return languages[static_cast<size_t>(language)]; }

}  // namespace

Language language_of(std::string_view tag) {
  for (size_t i = 0; i < std::size(languages); ++i) {
    if (languages[i].tag == tag) return static_cast<Language>(i);
  }
  return Language::english;
}

std::string_view tag_of(Language language) { return row_of(language).tag; }

std::string_view name_of(Language language) { return row_of(language).name; }

const Strings& strings_of(Language language) { return row_of(language).strings; }

std::string fill_in(std::string_view pattern, std::initializer_list<std::string_view> values) {
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const size_t index =
        pattern[i] == '%' && i + 1 < pattern.size() ? static_cast<size_t>(pattern[i + 1] - '1') : 9;
    if (index < values.size()) {
      text += values.begin()[index];
      ++i;
    } else {
      text += pattern[i];
    }
  }
  return text;
}

std::string fill_in(std::string_view pattern, int64_t number) {
  return fill_in(pattern, {std::to_string(number)});
}

std::string_view one_of(std::string_view parts, size_t index) {
  for (; index > 0; --index) {
    const size_t bar = parts.find('|');
    if (bar == std::string_view::npos) return {};
    parts.remove_prefix(bar + 1);
  }
  return parts.substr(0, parts.find('|'));
}

std::string conversation_name(const Strings& say, const ConversationSummary& summary,
                              std::string_view line, std::string_view time) {
  std::string name(summary.title.empty() ? say.somebody : std::string_view(summary.title));
  if (summary.unread > 0) name += ", " + fill_in(say.unread, {unread_words(summary)});
  if (!line.empty()) name += ", " + std::string(line);
  if (summary.last_pending) name += ", " + std::string(say.not_sent_yet);
  if (!time.empty()) name += ", " + std::string(time);
  return name;
}

std::string unread_words(const ConversationSummary& summary) {
  return std::to_string(summary.unread) + (summary.unread_is_exact ? "" : "+");
}

std::string_view problem_words(const Strings& say, AuthProblem problem) {
  switch (problem) {
    case AuthProblem::none:
      return "";
    case AuthProblem::wrong_password:
      return say.wrong_password;
    case AuthProblem::wrong_code:
      return say.wrong_code;
    case AuthProblem::expired_code:
      return say.expired_code;
    case AuthProblem::weak_password:
      return say.weak_password;
    case AuthProblem::name_taken:
      return say.name_taken;
    case AuthProblem::invalid_input:
      return say.invalid_input;
    case AuthProblem::too_many_tries:
      return say.too_many_tries;
    case AuthProblem::session_ended:
      return say.session_ended;
    case AuthProblem::no_network:
      return say.no_network;
    case AuthProblem::server_trouble:
      return say.unreadable_answer;
    case AuthProblem::unsent_messages:
      return say.unsent_messages;
  }
  return "";
}

}  // namespace chat::ui
