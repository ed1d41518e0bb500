#include "app/app.h"
#include <imgui.h>
#include <algorithm>
#include <cfloat>
#include <cmath>
#include <ctime>
#include "base/json.h"
#include "platform/web/host.h"
#include "platform/web/imports.h"
#include "ui/blank_font.h"
#include "ui/semantics.h"
#include "ui/theme.h"

namespace chat {
namespace {

// ImGui shows what is hovered or held one frame after the pointer's event.
constexpr int frames_after_pointer = 2;

/// Of this moment: it moves with summer time.
int utc_offset_minutes() {
  const time_t seconds = time(nullptr);
  tm local{};
  localtime_r(&seconds, &local);
  return static_cast<int>(local.tm_gmtoff / 60);
}

void set_up_imgui() {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
  io.ConfigInputTextCursorBlink = false;
  ui::add_blank_font(*io.Fonts);
}

}  // namespace

App::App(uint64_t seed) : client_(seed), painter_(renderer_) {
  set_up_imgui();
  renderer_.create("#canvas");
}

void App::handle(const Event& event) {
  if (const auto* change = std::get_if<VisibilityChanged>(&event)) {
    ui_.window_visible = change->visible;
    if (change->visible) ask_for_frames(1);
  }
  client_.handle(event, web::now());
  pump();
}

void App::handle(const web::Input& input) {
  std::visit([this](const auto& what) { on(what); }, input);
  pump();
}

void App::on(const web::Wake&) {
  const Now now = web::now();
  timer_at_.reset();
  if (redraw_at_ && *redraw_at_ <= now.monotonic) {
    redraw_at_.reset();
    ask_for_frames(1);
  }
  const std::optional<Instant> deadline = client_.next_deadline();
  if (deadline && *deadline <= now.monotonic) client_.handle(DeadlineReached{}, now);
}

void App::on(const web::Frame&) {
  if (frames_wanted_ > 0) --frames_wanted_;
  draw();
}

void App::on(const web::Resize& size) {
  width_ = size.width;
  height_ = size.height;
  device_pixel_ratio_ = size.device_pixel_ratio;
  ask_for_frames(1);
}

void App::on(const web::Insets& insets) {
  insets_ = {insets.top, insets.right, insets.bottom, insets.left};
  ask_for_frames(1);
}

void App::on(const web::Look& look) {
  ui_.look = {ui::language_of(look.language), look.dark, look.high_contrast};
  ui_.choices = {look.chosen_language, look.chosen_theme, look.text_percent};
  zoom_ = static_cast<float>(std::clamp(look.text_percent, 50, 300)) / 100;
  ui_.findable = {};
  painter_.pages().forget_all();  // The page sets text in another size now.
  ask_for_frames(1);
}

void App::on(const web::Pointer& pointer) {
  using Kind = web::Pointer::Kind;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(pointer.touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  if (pointer.kind == Kind::leave || pointer.kind == Kind::cancel) {
    // Away first: what is released elsewhere is not pressed.
    io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  } else {
    io.AddMousePosEvent(pointer.x / zoom_, pointer.y / zoom_);
  }
  if (pointer.kind == Kind::down) io.AddMouseButtonEvent(pointer.button, true);
  if (pointer.kind == Kind::up || pointer.kind == Kind::cancel) {
    io.AddMouseButtonEvent(pointer.button, false);
    touch_ended_ = touch_ended_ || pointer.touch;
  }
  ask_for_frames(frames_after_pointer);
}

void App::on(const web::Scroll& scroll) {
  ui_.input.scrolls.push_back({scroll.node, scroll.top / zoom_});
  ask_for_frames(1);
}

void App::on(const web::Activate& activate) {
  ui_.input.activated = activate.node;
  ask_for_frames(1);
}

void App::on(const web::Menu& menu) {
  ui_.input.menu = {menu.node, menu.x / zoom_, menu.y / zoom_, menu.touch};
  ask_for_frames(1);
}

void App::on(const web::Shortcut& shortcut) {
  ui_.input.shortcut = static_cast<ui::Shortcut>(shortcut.kind);
  ask_for_frames(1);
}

void App::on(const web::FieldEvent& field) {
  ui_.input.fields.push_back({static_cast<ui::FieldInput::Kind>(field.kind), field.id, field.text});
  ask_for_frames(1);
}

void App::on(const web::FormEvent& form) {
  ui_.input.forms.push_back({form.form, form.username, form.email, form.password, form.code});
  ask_for_frames(1);
}

void App::on(const web::Back&) {
  ui_.input.back = true;
  ask_for_frames(1);
}

void App::on(const web::ContextLost&) {
  renderer_.context_lost();
  painter_.pages().context_lost();
}

void App::on(const web::ContextRestored&) {
  if (!renderer_.context_restored()) return;
  painter_.pages().context_restored();
  ask_for_frames(1);
}

void App::pump() {
  while (auto effect = client_.poll_effect()) web::perform(*effect);
  arm_timer();
  const bool stale = client_.revision() != drawn_revision_;
  const bool can_draw = ui_.window_visible && width_ > 0 && height_ > 0;
  if (can_draw && (stale || frames_wanted_ > 0)) host_request_frame();
}

void App::arm_timer() {
  std::optional<Instant> at = client_.next_deadline();
  if (redraw_at_ && ui_.window_visible) at = at ? std::min(*at, *redraw_at_) : *redraw_at_;
  if (at == timer_at_) return;
  timer_at_ = at;
  const double delay_ms =
      at ? static_cast<double>(std::max<int64_t>(0, at->ms - web::now().monotonic.ms)) : -1;
  host_wake_after(delay_ms);
}

void App::ask_for_frames(int count) { frames_wanted_ = std::max(frames_wanted_, count); }

void App::draw() {
  const Now now = web::now();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {width_ / zoom_, height_ / zoom_};
  io.DisplayFramebufferScale = {device_pixel_ratio_ * zoom_, device_pixel_ratio_ * zoom_};
  ui_.insets = {insets_.top / zoom_, insets_.right / zoom_, insets_.bottom / zoom_,
                insets_.left / zoom_};
  io.DeltaTime =
      static_cast<float>(std::clamp<int64_t>(now.monotonic.ms - drawn_at_.ms, 1, 100)) / 1000;
  drawn_at_ = now.monotonic;
  drawn_revision_ = client_.revision();

  painter_.pages().begin_frame(static_cast<int>(std::lround(width_ * device_pixel_ratio_)),
                               static_cast<int>(std::lround(height_ * device_pixel_ratio_)),
                               device_pixel_ratio_ * zoom_);
  ImGui::NewFrame();
  ui::UiOutput output = ui::draw(client_, ui_, painter_, now, utc_offset_minutes());
  ImGui::Render();
  const bool text_changed = painter_.pages().upload();
  renderer_.render(ImGui::GetDrawData(),
                   ui::palette(ui_.look.dark, ui_.look.high_contrast).background, text_changed);

  if (touch_ended_ && !ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    touch_ended_ = false;
    io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    ask_for_frames(frames_after_pointer);
  }
  redraw_at_.reset();
  if (output.redraw_in_ms) redraw_at_ = now.monotonic + *output.redraw_in_ms;
  if (output.redraw_in_ms == 0) ask_for_frames(1);
  for (const Intent& intent : output.intents) {
    const std::string id = client_.submit(intent, now);
    if (std::get_if<StartGroup>(&intent)) ui_.started = {id};
    if (std::get_if<SendMessage>(&intent) && !id.empty()) host_keep_storage();
  }
  if (!output.intents.empty()) ask_for_frames(1);
  publish(output);
}

void App::publish(const ui::UiOutput& output) {
  std::string json = ui::to_json(output.semantics, zoom_);
  // A new value of a field is a command: said again, it is not the same as said once.
  const bool writes_field = std::ranges::any_of(
      output.semantics.fields, [](const ui::Field& field) { return field.set_value.has_value(); });
  if (writes_field || json != published_) {
    published_ = std::move(json);
    host_publish(published_.data(), static_cast<int>(published_.size()));
  }
  if (output.findable) {
    std::string found = ui::to_json(*output.findable, zoom_);
    if (found != findable_) {
      findable_ = std::move(found);
      host_findable(findable_.data(), static_cast<int>(findable_.size()));
    }
  }
  if (output.choices) {
    json::Writer writer;
    writer.begin_object()
        .member("language", output.choices->language)
        .member("theme", output.choices->theme)
        .member("textPercent", int64_t{output.choices->text_percent})
        .end_object();
    const std::string choices = writer.take();
    host_choose(choices.data(), static_cast<int>(choices.size()));
  }
  if (!output.announce.empty()) {
    host_announce(output.announce.data(), static_cast<int>(output.announce.size()));
  }
}

}  // namespace chat
