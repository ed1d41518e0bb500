// A person before a screen without pixels: real views over a real client, a page that does
// what web/twin.ts and web/fields.ts do, and letters of one width. What is on the screen is
// what the semantics say, as for a screen reader. Page and person are in screen.cc, the world in
// screen_world.cc.
#pragma once
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>
#include "tests/support/fake_host.h"
#include "ui/ui.h"

namespace chat::ui::test {

/// Text as a typewriter sets it; remembers what was painted in this frame. The quads' uv tells
/// which of it they show.
class FixedWidthText : public TextPainter {
 public:
  struct Painted {
    std::string text;
    TextStyle style;
    ImU32 colour;
  };
  static float letter_width(TextStyle style);
  static float line_height(TextStyle style);

  const Paragraph& layout(std::string_view text, TextStyle style, float max_width) override;
  TextQuad paint(std::string_view text, const TextLine& line, TextStyle style,
                 ImU32 colour) override;

  std::vector<Painted> painted;

 private:
  Paragraph paragraph_;
};

struct Size {
  const char* name;
  float width, height;
};
inline constexpr Size phone{"phone", 390, 844}, phone_on_its_side{"phone_on_its_side", 844, 390},
    desktop{"desktop", 1280, 800},
    phone_with_big_text{"phone_with_big_text", 260, 563},              // 390 by 844 at 150 %.
    small_phone_with_big_text{"small_phone_with_big_text", 213, 379},  // 320 by 568 at 150 %.
    big_text_on_its_side{"big_text_on_its_side", 445, 250};            // 667 by 375 at 150 %.

class Screen {
 public:
  explicit Screen(Size size = phone);
  virtual ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  chat::test::FakeHost host;
  UiState state;
  UiOutput out;  // Of the last frame.
  FixedWidthText text;
  std::vector<Intent> intents;  // Of all frames.
  std::vector<std::string> announcements;
  Choices choices;                            // The last ones that were told.
  std::map<std::string, std::string> fields;  // What they hold.
  std::map<uint32_t, double> tops;            // Where the page's scrollers are.
  std::vector<Node> findable;                 // What the page was told of last,
  int times_findable = 0;                     // and how often it was.
  int scroller_moves = 0;                     // By the program.
  int frames = 0;

  // --- The world ---------------------------------------------------------------------------
  /// Signed in and live, with these conversations.
  void start(const std::vector<std::string>& links);
  /// A conversation with bob of messages 1 to `count`, the last `unread` of them not read.
  /// Message n says `says[n]`, or "message n", and is bob's, but every third is alice's.
  void start_with_bob(int count, int unread = 0);
  /// The same, but nothing of it is loaded yet.
  void meet_bob(int count, int unread = 0);
  /// The server answers whatever it was asked, the disk saves, until all is quiet.
  void serve();
  std::map<int64_t, std::string> says;
  bool rejecting = false;  // The server takes no message.
  void bob_writes(const std::string& content);
  void bob_types();
  void bob_reads(int64_t seq);
  /// The server tells of a message of this number as it is now.
  void tell(int64_t seq, const std::string& members);

  // --- The page ----------------------------------------------------------------------------
  /// One frame; submits what the views want.
  void draw();
  /// Frames until nothing wants to be drawn at once.
  void settle();
  void resize(Size size);

  // --- The person --------------------------------------------------------------------------
  void click(const Node& node);
  void click(Role role, std::string_view name) { click(get(role, name)); }
  /// By keyboard or assistive technology.
  void press(Role role, std::string_view name);
  void type(const std::string& value);
  void press_enter();
  /// Writes it, sends it, and the server answers.
  void say(const std::string& text) { type(text), press_enter(), serve(); }
  void scroll(Role role, double by_px);
  /// Of the message that shows this text, with the second button of a mouse.
  void open_menu(std::string_view text);
  void rest(int64_t ms = 1000);
  void open_bob() { click(Role::button, "bob"), settle(), serve(); }

  // --- What is to be seen ------------------------------------------------------------------
  /// The first whose name begins so; null when there is none.
  const Node* find(Role role, std::string_view name = {}) const;
  const Node& get(Role role, std::string_view name = {}) const;
  std::vector<const Node*> all(Role role) const;
  const Node* by_id(uint32_t id) const;
  std::vector<std::string> names(Role role) const;
  /// Where the node is on the screen, whatever it scrolls in.
  Rect on_screen(const Node& node) const;
  const Field* composer() const;
  bool shows(std::string_view words) const;  // Painted in the last frame.
  template <class T>
  const T* last_intent() const {
    for (size_t i = intents.size(); i-- > 0;) {
      if (const T* found = std::get_if<T>(&intents[i])) return found;
    }
    return nullptr;
  }
  template <class T>
  int count_intents() const {
    int count = 0;
    for (const Intent& intent : intents) count += std::get_if<T>(&intent) ? 1 : 0;
    return count;
  }

 private:
  void reveal(uint32_t id);
  const Scroller* scroller_of(const Node& node) const;
  std::string message(int64_t seq) const;
  bool answer_one();

  int64_t on_server_ = 0;
  int64_t read_ = 0, unread_end_ = 0;  // What is between them is unread.
};

extern const ConversationId with_bob;

}  // namespace chat::ui::test
