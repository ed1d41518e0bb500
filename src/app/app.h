// The frame loop: brings the core, the views and the browser together and decides when to
// draw. A frame is asked for only when the screen might change: the core's revision moved,
// something came in, or a view asked for a time; without that nothing runs at all. One timer
// serves the core's deadline and the views' redraws.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include "app/text_painter.h"
#include "canvas/renderer.h"
#include "core/client.h"
#include "platform/web/exports.h"
#include "ui/ui.h"

namespace chat {

class App {
 public:
  explicit App(uint64_t seed);

  void handle(const Event& event);
  void handle(const web::Input& input);

 private:
  // One for each member of web::Input.
  void on(const web::Wake&);
  void on(const web::Frame&);
  void on(const web::Resize& size);
  void on(const web::Insets& insets);
  void on(const web::Look& look);
  void on(const web::Pointer& pointer);
  void on(const web::Scroll& scroll);
  void on(const web::Activate& activate);
  void on(const web::Menu& menu);
  void on(const web::Shortcut& shortcut);
  void on(const web::FieldEvent& field);
  void on(const web::FormEvent& form);
  void on(const web::Back&);
  void on(const web::ContextLost&);
  void on(const web::ContextRestored&);

  /// After everything that happened: effects out, timer set, frame asked for.
  void pump();
  void arm_timer();
  void ask_for_frames(int count);
  void draw();
  void publish(const ui::UiOutput& output);

  ChatClient client_;
  ui::UiState ui_;
  canvas::Renderer renderer_;
  TextPainter painter_;

  float width_ = 0, height_ = 0;  // CSS px; 0: not known yet.
  float device_pixel_ratio_ = 1;
  float zoom_ = 1;            // CSS px for one px of the views: the text size that was chosen.
  ui::Insets insets_;         // CSS px.
  bool touch_ended_ = false;  // The finger is gone: nothing may stay hovered.

  int frames_wanted_ = 0;
  std::optional<uint64_t> drawn_revision_;
  std::optional<Instant> redraw_at_, timer_at_;
  Instant drawn_at_;
  std::string published_, findable_;
};

}  // namespace chat
