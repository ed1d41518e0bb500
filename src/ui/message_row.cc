#include "ui/message_row.h"
#include <algorithm>
#include <cmath>
#include "ui/links.h"
#include "ui/strings.h"
#include "ui/words.h"

namespace chat::ui {
namespace {

constexpr float padding_x = 12, padding_y = 8;
constexpr float meta_height = 18, meta_gap = 12, mark_width = 20;
constexpr float group_gap = 12, row_gap = 2;
constexpr float day_height = 56, unread_height = 44, author_height = 20;
constexpr float body_height = 22;
constexpr float actions_gap = 8, actions_end = 4;
constexpr float quote_height = 44, quote_gap = 4, quote_text_x = 11, quote_bar = 3;

bool has_actions(const MessageRow& row) {
  return row.mark == Mark::rejected || !row.refused_change.empty();
}

/// The sentence at the top, buttons below it; all from the top left of the row.
struct Actions {
  std::string_view words, give_up;
  Rect retry, remove, rest;
  float height = 0;
};

/// The buttons from the right, side by side where there is room, else further below.
Actions actions_of(Frame& frame, const MessageRow& row, float width) {
  Actions actions;
  if (!has_actions(row)) return actions;
  const Strings& say = frame.say;
  const bool whole = row.mark == Mark::rejected;  // Not only a change of it.
  actions.words = whole ? say.rejected : say.change_rejected;
  actions.give_up = whole ? say.remove : say.discard;
  float y = frame.painter.layout(actions.words, TextStyle::small, width).height() + 2;
  float right = width;
  const auto place = [&](std::string_view name) {
    const float button = text_button_width(frame, name);
    if (right < width && right < button) {
      right = width;
      y += size::tap;
    }
    const Rect rect{right - button, y, button, size::tap};
    right = rect.x - actions_gap;
    return rect;
  };
  actions.retry = place(say.retry);
  actions.remove = place(actions.give_up);
  if (row.holds_up) actions.rest = place(say.send_the_rest);
  actions.height = y + size::tap + actions_end;
  return actions;
}

float bubble_width_max(float width) {
  return std::floor(std::min(width * 0.78f, size::bubble_max));
}
float text_width_max(float width) { return bubble_width_max(width) - 2 * padding_x; }

float space_above(const MessageRow& row) {
  float y = 0;
  if (!row.day.empty()) y += day_height;
  if (row.first_unread) y += unread_height;
  return y > 0 ? y : row.first_of_group ? group_gap : row_gap;
}

std::string article_name(const Strings& say, const MessageRow& row) {
  std::string name = row.author + ", " + row.time;
  if (row.mine) name += ", " + std::string(mark_name(say, row.mark));
  return name;
}

void draw_pill(Frame& frame, ImVec2 centre_top, std::string_view text, ImU32 fill_colour,
               ImU32 colour) {
  const float width = std::ceil(text_width(frame, text, TextStyle::small_strong)) + 24;
  const Rect pill{std::floor(centre_top.x - width / 2), centre_top.y, width, 26};
  fill(pill, fill_colour, 13);
  draw_line(frame, {pill.x, pill.y + 4}, pill.w, text, TextStyle::small_strong, colour,
            Align::centre);
}

void draw_separators(Frame& frame, const MessageRow& row, const MessageShape& shape, ImVec2 at,
                     float width) {
  const float middle = at.x + width / 2;
  if (!row.day.empty()) {
    const Rect rect{at.x, at.y + shape.day_y, width, 26};
    note(frame, Role::separator, node_id("day", row.id.value), row.day, rect);
    draw_pill(frame, {middle, rect.y}, row.day, frame.palette.day, frame.palette.on_day);
  }
  if (row.first_unread) {
    const Rect rect{at.x, at.y + shape.unread_y, width, 26};
    note(frame, Role::separator, node_id("unread", row.id.value), frame.say.new_messages, rect);
    fill({rect.x, rect.y + 12, width, 1}, frame.palette.accent);
    draw_pill(frame, {middle, rect.y}, frame.say.new_messages, frame.palette.accent,
              frame.palette.on_accent);
  }
}

/// Corners towards neighbours of the same group are less round, on the writer's side.
void fill_bubble(const MessageRow& row, const Rect& rect, ImU32 colour, float inset = 0) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float round = size::bubble_radius - inset, tight = size::grouped_radius - inset;
  const float top = row.first_of_group ? round : tight, bottom = row.last_of_group ? round : tight;
  const float top_left = row.mine ? round : top, bottom_left = row.mine ? round : bottom;
  const float top_right = row.mine ? top : round, bottom_right = row.mine ? bottom : round;
  const float x0 = rect.x + inset, x1 = rect.x + rect.w - inset;
  const float y0 = rect.y + inset, y1 = rect.y + rect.h - inset;
  list.PathArcToFast({x0 + top_left, y0 + top_left}, top_left, 6, 9);
  list.PathArcToFast({x1 - top_right, y0 + top_right}, top_right, 9, 12);
  list.PathArcToFast({x1 - bottom_right, y1 - bottom_right}, bottom_right, 0, 3);
  list.PathArcToFast({x0 + bottom_left, y1 - bottom_left}, bottom_left, 3, 6);
  list.PathFillConvex(colour);
}

void draw_bubble(const Palette& palette, const MessageRow& row, const Rect& rect) {
  const bool outlined = palette.outline != 0;
  if (row.pointed_at) fill_bubble(row, rect, palette.accent_text, -3);
  if (outlined) fill_bubble(row, rect, palette.outline);
  fill_bubble(row, rect, row.mine ? palette.own_bubble : palette.other_bubble, outlined ? 1.5f : 0);
}

/// A link is noted once for each line it runs over, where its letters are.
void draw_links(Frame& frame, const MessageRow& row, const MessageShape& shape, ImVec2 at) {
  const std::vector<Link> links = find_links(row.content);
  if (links.empty()) return;
  const ImU32 colour = row.mine ? frame.palette.own_link : frame.palette.other_link;
  for (size_t l = 0; l < shape.text.lines.size(); ++l) {
    const TextLine line = shape.text.lines[l];
    if (line.rtl) continue;  // Letters do not stand in the order of the text.
    const size_t begin = byte_of_utf16(row.content, line.begin);
    const size_t end = byte_of_utf16(row.content, line.end);
    for (size_t i = 0; i < links.size(); ++i) {
      const size_t from = std::max(begin, links[i].begin), to = std::min(end, links[i].end);
      if (from >= to) continue;
      const auto x_of = [&](size_t byte) {
        if (byte == begin) return 0.f;
        return text_width(frame, row.content.substr(begin, byte - begin), TextStyle::body);
      };
      const float width = x_of(to) - x_of(from);
      const float before = frame.mirrored ? line.width - x_of(to) : x_of(from);
      const float x = at.x + shape.text_x + line_x(frame, shape.text, line) + before;
      const float y = at.y + shape.text_y + static_cast<float>(l) * body_height;
      fill({x, y + body_height - 3, width, 1}, colour);
      const std::string_view url =
          row.content.substr(links[i].begin, links[i].end - links[i].begin);
      const std::string key = row.id.value + "/" + std::to_string(i) + "/" + std::to_string(l);
      note(frame, Role::link, node_id("link", key), url, {x, y, width, body_height}).value = url;
    }
  }
}

/// The message that this one answers; a press leads there.
bool draw_quote(Frame& frame, const MessageRow& row, const MessageShape& shape, ImVec2 at) {
  if (row.answered.empty()) return false;
  const Palette& p = frame.palette;
  const Rect rect{at.x + shape.quote.x, at.y + shape.quote.y, shape.quote.w, shape.quote.h};
  const ImU32 colour = row.mine ? p.own_link : p.other_link;
  const std::string name = row.quotes_oneself
                               ? fill_in(frame.say.answers_you, {row.quote})
                               : fill_in(frame.say.answers, {row.quote_author, row.quote});
  const bool pressed = button(frame, node_id("quote", row.id.value), name, rect).pressed;
  fill({rect.x, rect.y + 2, quote_bar, rect.h - 4}, colour, quote_bar / 2);
  const float x = rect.x + quote_text_x, width = rect.w - quote_text_x;
  const float y = rect.y + (row.quote.empty() ? 13 : 4);
  draw_line(frame, {x, y}, width, row.quote_author, TextStyle::small_strong, colour);
  draw_line(frame, {x, y + 18}, width, row.quote, TextStyle::small,
            row.mine ? p.own_muted : p.other_muted);
  return pressed;
}

void draw_text(Frame& frame, const MessageRow& row, const MessageShape& shape, ImVec2 at) {
  const Palette& p = frame.palette;
  const ImVec2 text_at{at.x + shape.text_x, at.y + shape.text_y};
  if (row.names_author) {
    draw_line(frame, {at.x + shape.bubble.x + padding_x, at.y + shape.bubble.y + padding_y},
              shape.bubble.w - 2 * padding_x, row.author, TextStyle::small_strong, p.other_link);
  }
  Node& text = note(frame, Role::text, node_id("text", row.id.value), row.content,
                    {text_at.x, text_at.y, shape.text.width, shape.text.height()});
  text.style = static_cast<int>(TextStyle::body);
  const ImU32 muted = row.mine ? p.own_muted : p.other_muted;
  const ImU32 colour = row.deleted ? muted : row.mine ? p.own_text : p.other_text;
  paint_lines(frame, shape.text, text_at, row.content, TextStyle::body, colour);
  if (!row.deleted) draw_links(frame, row, shape, at);
  const ImVec2 meta{at.x + shape.meta_x, at.y + shape.meta_y};
  const float time_width =
      draw_line(frame, meta, shape.bubble.w, row.time, TextStyle::small, muted);
  if (row.mine)
    draw_mark(frame, row.mark, {meta.x + std::ceil(time_width) + 12, meta.y + 9}, muted);
}

/// What the server will never take waits here for its writer's word.
void draw_actions(Frame& frame, const MessageRow& row, const MessageShape& shape, ImVec2 at,
                  float width) {
  const Strings& say = frame.say;
  const Actions actions = actions_of(frame, row, width);
  const MessageId& parked = row.mark == Mark::rejected ? row.id : row.refused_change;
  const float y = at.y + shape.actions_y;
  const float words = draw_paragraph(frame, {at.x, y}, width, actions.words, TextStyle::small,
                                     frame.palette.danger_text, Align::right);
  note(frame, Role::text, node_id("rejected", row.id.value), actions.words,
       {at.x, y, width, words});
  const auto placed = [&](const Rect& rect) {
    return Rect{at.x + rect.x, y + rect.y, rect.w, rect.h};
  };
  if (text_button(frame, node_id("retry", row.id.value), say.retry, placed(actions.retry),
                  Weight::chip)
          .pressed) {
    frame.out.intents.push_back(RetrySend{parked});
  }
  if (text_button(frame, node_id("delete", row.id.value), actions.give_up, placed(actions.remove),
                  Weight::chip_risk)
          .pressed) {
    frame.out.intents.push_back(DiscardSend{parked});
  }
  if (!row.holds_up) return;
  if (text_button(frame, node_id("rest", row.id.value), say.send_the_rest, placed(actions.rest),
                  Weight::chip)
          .pressed) {
    frame.out.intents.push_back(SendTheRest{frame.state.open});
  }
}

/// Where the menu of this message was asked for: by pointer, or by keyboard in the bubble.
std::optional<ImVec2> menu_place(Frame& frame, uint32_t id, const Rect& bubble) {
  if (frame.state.dialog != Dialog::none) return std::nullopt;
  if (frame.activated == id) {
    frame.activated = 0;
    frame.state.menu_touch = false;
    return ImVec2(bubble.x + 24, bubble.y + std::min(bubble.h, 44.f));
  }
  const std::optional<MenuInput>& menu = frame.state.input.menu;
  if (!menu || menu->node != id) return std::nullopt;
  frame.state.menu_touch = menu->touch;
  return ImVec2(frame.mirrored ? ImGui::GetIO().DisplaySize.x - menu->x : menu->x, menu->y);
}

}  // namespace

int estimated_height(size_t content_bytes, float width) {
  const float letters = std::max(1.f, text_width_max(width) / 8);
  const float lines = std::max(1.f, std::ceil(static_cast<float>(content_bytes) / letters));
  const float height = row_gap + 2 * padding_y + lines * body_height;
  return static_cast<int>(std::min(height, 100'000.f));
}

MessageShape shape_of(Frame& frame, const MessageRow& row, float width) {
  MessageShape shape;
  shape.day_y = 18;
  shape.unread_y = (row.day.empty() ? 0 : day_height) + 8;
  const float room = text_width_max(width);
  float meta = std::ceil(text_width(frame, row.time, TextStyle::small));
  if (row.mine) meta += mark_width;
  float author = 0;
  if (row.names_author) {
    author = std::min(room, text_width(frame, row.author, TextStyle::small_strong));
  }
  const bool quotes = !row.answered.empty();
  float quote = 0;
  if (quotes) {
    quote = std::max(text_width(frame, row.quote_author, TextStyle::small_strong),
                     text_width(frame, row.quote, TextStyle::small));
    quote = std::min(room, quote_text_x + quote);
  }
  shape.text = frame.painter.layout(row.content, TextStyle::body, room);

  const bool empty = shape.text.lines.empty();
  const TextLine last = empty ? TextLine{} : shape.text.lines.back();
  const float last_right = empty ? 0 : std::ceil(line_x(frame, shape.text, last) + last.width);
  const bool towards_meta = last.rtl == frame.mirrored;
  const bool beside = towards_meta && last_right + meta_gap + meta <= room;
  const float last_line = beside ? last_right + meta_gap + meta : meta;
  const float inner = std::ceil(std::max({shape.text.width, last_line, author, quote}));

  Rect& bubble = shape.bubble;
  bubble.y = space_above(row);
  bubble.w = inner + 2 * padding_x;
  bubble.x = row.mine ? width - bubble.w : 0;
  shape.text_x = bubble.x + padding_x;
  if (!empty && shape.text.lines[0].rtl != frame.mirrored) shape.text_x += inner - shape.text.width;
  shape.text_y = bubble.y + padding_y + (row.names_author ? author_height : 0);
  if (quotes) {
    shape.quote = {bubble.x + padding_x, shape.text_y, inner, quote_height};
    shape.text_y += quote_height + quote_gap;
  }
  const float text_bottom = shape.text_y + std::ceil(shape.text.height());
  shape.meta_x = bubble.x + bubble.w - padding_x - meta;
  shape.meta_y = beside && !empty ? text_bottom - meta_height : text_bottom;
  bubble.h = (beside && !empty ? text_bottom : text_bottom + meta_height) + padding_y - bubble.y;
  shape.actions_y = bubble.y + bubble.h + 4;
  shape.height = bubble.y + bubble.h + actions_of(frame, row, width).height;
  return shape;
}

MessagePress draw_message(Frame& frame, const MessageRow& row, const MessageShape& shape, ImVec2 at,
                          float width) {
  draw_separators(frame, row, shape, at, width);
  Rect bubble = shape.bubble;
  bubble.x += at.x;
  bubble.y += at.y;
  Rect article = bubble;
  if (has_actions(row)) {
    article = {at.x, bubble.y, width, shape.height - shape.bubble.y};
  }
  const uint32_t id = node_id("message", row.id.value);
  note(frame, Role::article, id, article_name(frame.say, row), article);
  const Under under(frame, id);
  draw_bubble(frame.palette, row, bubble);
  MessagePress press;
  press.menu = menu_place(frame, id, bubble);
  press.quote = draw_quote(frame, row, shape, at);
  draw_text(frame, row, shape, at);
  if (has_actions(row)) draw_actions(frame, row, shape, at, width);
  return press;
}

}  // namespace chat::ui
