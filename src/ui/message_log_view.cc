#include <algorithm>
#include <cmath>
#include <utility>
#include "ui/findable_rows.h"
#include "ui/log_messages.h"
#include "ui/scroll_area.h"
#include "ui/strings.h"
#include "ui/views.h"
#include "ui/words.h"

namespace chat::ui {
namespace {

constexpr int64_t ask_again_ms = 3000;  // For older messages that did not come.
constexpr double jump_from_px = 240;    // So far above the newest, offer a way back.
constexpr int64_t unread_max = 1000;    // That are looked through one by one.
constexpr int64_t begin_at_unread_max = 50;
constexpr int64_t point_at_ms = 1500;     // So long a message that was looked for stands out.
constexpr int64_t announce_each_max = 3;  // More at once are only counted.

/// The messages of the open conversation, as rows: the timeline, then the outbox.
class Log {
 public:
  Log(Frame& frame, const Rect& rect)
      : frame_(frame),
        rect_(rect),
        kept_(frame.state.conversations[frame.state.open]),
        title_(open_title(frame)),
        messages_(frame, frame.state.open, title_),
        view_(messages_.view()),
        node_(node_id("log", frame.state.open.value)) {
    const float margin = rect.w < size::wide_from / 2 ? 12 : rect.w < size::wide_from ? 16 : 24;
    column_width_ = std::floor(std::min(rect.w - 2 * margin, size::column_max));
    column_x_ = rect.x + std::floor((rect.w - column_width_) / 2);
  }

  void draw();

 private:
  MessageRow row_at(size_t i) const {
    MessageRow row = messages_.row(i, kept_.first_unread_seq);
    row.pointed_at = row.id == kept_.pointed_at;
    return row;
  }

  void find_first_unread();
  void take_rows();
  std::vector<Row> rows_of(size_t first, size_t last) const;
  Track track() const;
  void take_scrolling();
  void show_first_unread();
  void seek(const MessageId& message);
  void show_sought();
  void measure();
  void draw_rows(const ScrollArea& area);
  void draw_above(const ScrollArea& area);
  Press hit_jump_button(const Rect& rect);
  void draw_jump_button(const Rect& rect, const Press& press);
  void draw_nothing();
  void ask_for_older();
  void report_read();
  void announce();
  int64_t unseen_below() const;
  int64_t newest_seq() const { return view_.confirmed.empty() ? 0 : view_.confirmed.back().seq; }

  Frame& frame_;
  Rect rect_;
  ConversationState& kept_;
  std::string title_;
  LogMessages messages_;
  const ConversationView& view_;
  uint32_t node_;
  float column_x_ = 0, column_width_ = 0;
  bool at_rest_ = true;
  bool begins_at_unread_ = false;  // In this frame.
};

/// What was unread when the visit began. It can be more than is loaded; then its beginning
/// moves up as older messages come in. The view begins there too, until the person scrolls, if
/// it is not far. How many are unread is not known before they are loaded; how far it is, is.
void Log::find_first_unread() {
  if (!kept_.visited) {
    if (!view_.loaded || view_.confirmed.empty()) return;
    kept_.visited = true;
    kept_.visit_read_seq = view_.read_seq;
    kept_.visit_newest_seq = newest_seq();
    kept_.visit_begins_there = newest_seq() - view_.read_seq <= begin_at_unread_max;
    kept_.first_unread_seq = 0;
  }
  const auto& confirmed = view_.confirmed;
  size_t i = messages_.find(kept_.visit_read_seq + 1);
  while (i < confirmed.size() && messages_.is_mine(i)) ++i;
  if (i == confirmed.size() || confirmed[i].seq > kept_.visit_newest_seq) return;
  const int64_t first = confirmed[i].seq;
  begins_at_unread_ = kept_.visit_begins_there && first != kept_.first_unread_seq;
  kept_.first_unread_seq = first;
}

/// Rows are many and change seldom: without need, none is looked at here.
void Log::take_rows() {
  const uint64_t revision = frame_.client.revision();
  if (kept_.rows_revision == revision && kept_.rows_width == column_width_ &&
      kept_.rows_unread_seq == kept_.first_unread_seq) {
    return;
  }
  kept_.rows_revision = revision;
  kept_.rows_width = column_width_;
  kept_.rows_unread_seq = kept_.first_unread_seq;
  kept_.rows.look_again();
  if (const size_t above = messages_.above(kept_.rows); above > 0)
    kept_.rows.add_above(rows_of(0, above));
  const size_t known = messages_.known_of(kept_.rows);
  if (known == kept_.rows.size() && known == messages_.count()) return;
  kept_.rows.set_rows(rows_of(known, messages_.count()), known);
}

/// Of messages [first, last), with heights that are guessed.
std::vector<Row> Log::rows_of(size_t first, size_t last) const {
  std::vector<Row> rows;
  rows.reserve(last - first);
  for (size_t i = first; i < last; ++i) {
    const size_t bytes = messages_.content_of(i).size();
    rows.push_back({messages_.key_of(i), estimated_height(bytes, column_width_)});
  }
  return rows;
}

Track Log::track() const {
  return {node_, rect_, static_cast<double>(kept_.rows.start()),
          static_cast<double>(kept_.rows.length())};
}

void Log::take_scrolling() {
  bool is_new = false;
  ScrollState& scroll = scroll_state(frame_, node_, is_new);
  at_rest_ = !is_moving(frame_, scroll);
  RowEdge edge;
  edge.has_older = view_.has_older;
  edge.lead_px = 56;
  edge.tail_px = 12;
  kept_.rows.set_viewport(static_cast<int>(rect_.h), edge);
  if (is_new) {
    kept_.rows.scroller_is_new();
  } else if (scroll.scrolled) {
    kept_.rows.scrolled(scroll.top);
  }
  if (const auto top = drag_thumb(frame_, track(), kept_.rows.top())) {
    kept_.rows.show_at(*top);
    scroll.scrolled = true;
  }
  if (scroll.scrolled) {
    kept_.visit_begins_there = false;
    kept_.sought = {};
  }
  scroll.scrolled = false;
  if (begins_at_unread_) show_first_unread();
  show_sought();
}

void Log::show_first_unread() {
  const auto at =
      std::ranges::lower_bound(view_.confirmed, kept_.first_unread_seq, {}, &Message::seq);
  if (at == view_.confirmed.end()) return;
  kept_.rows.show_from(static_cast<size_t>(at - view_.confirmed.begin()), 8);
}

void Log::seek(const MessageId& message) {
  kept_.sought = message;
  draw_again(frame_);
}

/// Older messages are asked for until it is here, as long as nobody scrolls. It stands out for a
/// moment.
void Log::show_sought() {
  if (!kept_.pointed_at.empty()) {
    const int64_t age = frame_.now.monotonic.ms - kept_.pointed_at_since.ms;
    if (age >= point_at_ms)
      kept_.pointed_at = {};
    else
      wake_in(frame_, point_at_ms - age);
  }
  if (kept_.sought.empty()) return;
  const std::optional<size_t> row = messages_.find(kept_.sought);
  if (!row && view_.has_older) return;
  if (row) {
    kept_.rows.show_from(*row, static_cast<int>(rect_.h / 3));
    kept_.pointed_at = kept_.sought;
    kept_.pointed_at_since = frame_.now.monotonic;
    wake_in(frame_, point_at_ms);
  }
  kept_.sought = {};
}

void Log::measure() {
  ScrolledRows& rows = kept_.rows;
  while (const auto row = rows.next_unmeasured()) {
    const MessageShape shape = shape_of(frame_, row_at(*row), column_width_);
    rows.set_height(*row, static_cast<int>(std::ceil(shape.height)));
  }
}

void Log::draw_rows(const ScrollArea& area) {
  const ScrolledRows& rows = kept_.rows;
  const size_t first = rows.first_visible(), last = rows.last_visible();
  double top = area.origin() + static_cast<double>(rows.top_of(first));
  for (size_t i = first; i < last; top += rows.height_of(i++)) {
    const MessageRow row = row_at(i);
    const MessageShape shape = shape_of(frame_, row, column_width_);
    const auto y = static_cast<float>(top);
    const MessagePress press = draw_message(frame_, row, shape, {column_x_, y}, column_width_);
    if (press.quote) seek(row.answered);
    if (press.menu) open_message_menu(frame_, row.id, *press.menu);
  }
}

/// Above the first row: that more is on its way, or that there is no more.
void Log::draw_above(const ScrollArea& area) {
  const double first = area.origin() + static_cast<double>(kept_.rows.top_of(0));
  if (first < static_cast<double>(rect_.y)) return;
  const std::string_view words = view_.has_older ? frame_.say.loading_older
                                 : view_.is_cut  ? frame_.say.log_is_cut
                                                 : frame_.say.beginning;
  const auto y = static_cast<float>(first) - 36;
  draw_line(frame_, {column_x_, y}, column_width_, words, TextStyle::small, frame_.palette.muted,
            Align::centre);
  const Role role = view_.has_older ? Role::status : Role::text;
  Node& node = note(frame_, role, node_id("above"), words, {column_x_, y, column_width_, 18});
  node.busy = view_.loading_older;
}

int64_t Log::unseen_below() const {
  int64_t unseen = 0;
  for (size_t i = view_.confirmed.size(); i-- > 0 && unseen < unread_max;) {
    if (view_.confirmed[i].seq <= kept_.seen_seq) break;
    if (!messages_.is_mine(i)) ++unseen;
  }
  return unseen;
}

Press Log::hit_jump_button(const Rect& rect) {
  if (kept_.rows.below() < jump_from_px) return {};
  const Press press = hit(frame_, node_id("jump"), rect);
  if (press.pressed) kept_.rows.stick();
  return press;
}

void Log::draw_jump_button(const Rect& rect, const Press& press) {
  if (kept_.rows.below() < jump_from_px) return;
  const Palette& p = frame_.palette;
  const ImVec2 c = centre(rect);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_shadow(p, shrunk(rect, 2, 2), 20);
  list.AddCircleFilled(c, 20, p.line);
  list.AddCircleFilled(c, 19, press.hovered || press.held ? p.hovered : p.surface);
  draw_chevron_down(c, p.text);
  const int64_t unseen = unseen_below();
  if (unseen > 0) draw_count(frame_, {c.x + 20, rect.y}, unseen);
  note(frame_, Role::button, node_id("jump"),
       unseen > 0 ? fill_in(frame_.say.jump_past, unseen) : std::string(frame_.say.jump_to_newest),
       rect);
}

void Log::ask_for_older() {
  const bool connected = frame_.client.connection() == Connection::live ||
                         frame_.client.connection() == Connection::catching_up;
  if (!view_.has_older || view_.loading_older || !connected || messages_.count() == 0) return;
  const bool near_the_first = kept_.rows.above() <= 1.5 * static_cast<double>(rect_.h);
  if (!near_the_first && kept_.sought.empty()) return;
  const uint64_t first = kept_.rows.key(0);
  const Instant now = frame_.now.monotonic;
  if (kept_.asked_above == first && now < kept_.asked_at + ask_again_ms) {
    wake_in(frame_, kept_.asked_at.ms + ask_again_ms - now.ms);
    return;
  }
  kept_.asked_above = first;
  kept_.asked_at = now;
  frame_.out.intents.push_back(LoadOlder{frame_.state.open});
}

/// Up to the last message whose end is on the screen, while somebody can look at it.
void Log::report_read() {
  if (!frame_.state.window_visible || frame_.state.dialog != Dialog::none) return;
  const ScrolledRows& rows = kept_.rows;
  const double bottom = rows.top() + static_cast<double>(rect_.h);
  int64_t seq = kept_.seen_seq;
  const size_t first = rows.first_visible(), last = rows.last_visible();
  auto end = static_cast<double>(rows.top_of(first));
  for (size_t i = first; i < last && messages_.is_confirmed(i); ++i) {
    end += rows.height_of(i);
    if (end <= bottom + 1) seq = std::max(seq, view_.confirmed[i].seq);
  }
  kept_.seen_seq = seq;
  const ConversationSummary* summary = find_summary(frame_.client, frame_.state.open);
  if (summary == nullptr || summary->unread <= 0 || seq <= kept_.reported_seq) return;
  kept_.reported_seq = seq;
  frame_.out.intents.push_back(MarkRead{frame_.state.open, seq});
}

/// Tells what others wrote since the last frame; what was there at first is not news.
void Log::announce() {
  if (view_.confirmed.empty()) return;
  const int64_t newest = newest_seq();
  const int64_t before = std::exchange(kept_.announced_seq, std::max(newest, kept_.announced_seq));
  if (before == 0 || newest <= before) return;
  std::string words;
  int64_t news = 0;
  for (size_t i = view_.confirmed.size(); i-- > 0 && view_.confirmed[i].seq > before;) {
    const MessageRow row = row_at(i);
    if (row.mine) continue;
    ++news;
    words = fill_in(frame_.say.announced, {row.author, on_one_line(row.content)}) +
            (words.empty() ? "" : "\n" + words);
  }
  frame_.out.announce = news > announce_each_max ? fill_in(frame_.say.announced_many, news) : words;
}

void Log::draw_nothing() {
  const ScrollArea area(frame_,
                        {Role::log, frame_.say.messages, {node_, rect_, 0, rect_.h}, rect_.h}, {});
  if (view_.loaded) {
    draw_empty(frame_, rect_, "no messages", frame_.say.no_messages,
               fill_in(frame_.say.say_hello_to, {title_}));
    return;
  }
  note(frame_, Role::status, node_id("loading messages"), frame_.say.loading_messages, rect_).busy =
      true;
  constexpr float widths[] = {0.5f, 0.36f, 0.6f, 0.3f, 0.46f};
  float y = rect_.y + rect_.h - 12;
  for (int i = 0; i < 5; ++i) {
    const float width = std::floor(column_width_ * widths[i]);
    y -= 56;
    if (y < rect_.y) break;
    const bool mine = i % 3 == 1;
    fill({mine ? column_x_ + column_width_ - width : column_x_, y, width, 44},
         frame_.palette.skeleton, size::bubble_radius);
  }
}

void Log::draw() {
  fill(rect_, frame_.palette.chat_background);
  find_first_unread();
  announce();
  if (messages_.count() == 0) return draw_nothing();
  take_rows();
  take_scrolling();
  const Rect jump{rect_.x + rect_.w - size::tap - 12, rect_.y + rect_.h - size::tap - 12, size::tap,
                  size::tap};
  const Press press = hit_jump_button(jump);
  measure();
  ScrollPosition position;
  if (const auto top = kept_.rows.settle(at_rest_)) position.set_top = static_cast<float>(*top);
  position.top = kept_.rows.top();
  frame_.state.scrolls[node_].top = static_cast<float>(position.top);
  if (!at_rest_ || kept_.rows.wants_rest()) wake_in(frame_, rest_ms);
  {
    const auto height = static_cast<double>(kept_.rows.content_height());
    const ScrollArea area(frame_, {Role::log, frame_.say.messages, track(), height}, position);
    draw_above(area);
    draw_rows(area);
    const Rect column{column_x_, static_cast<float>(area.origin()), column_width_, 0};
    if (at_rest_) tell_findable(frame_, messages_, kept_.rows, node_, column);
  }
  draw_jump_button(jump, press);
  ask_for_older();
  report_read();
}

}  // namespace

void draw_message_log(Frame& frame, const Rect& rect) { Log(frame, rect).draw(); }

}  // namespace chat::ui
