#include "canvas/picture_hash.h"
#include <gtest/gtest.h>
#include <set>

namespace chat::canvas {
namespace {

class PictureHash : public testing::Test {
 protected:
  PictureHash() {
    ImGui::CreateContext();
    data_.DisplaySize = {300, 200};
    data_.FramebufferScale = {2, 2};
  }
  ~PictureHash() override { ImGui::DestroyContext(); }

  struct Quad {
    float x = 10, clip = 100;
    ImU32 colour = 0xffffffff;
    ImTextureID texture = 1;
    float u = 0;
  };
  /// Of one quad in one list.
  uint64_t of(const Quad& quad, ImU32 background = 0) {
    ImDrawList list(ImGui::GetDrawListSharedData());
    list._ResetForNewFrame();
    list.PushClipRect({0, 0}, {quad.clip, 100});
    list.PushTexture(quad.texture);
    list.PrimReserve(6, 4);
    list.PrimRectUV({quad.x, 0}, {20, 20}, {quad.u, 0}, {1, 1}, quad.colour);
    data_.CmdLists.clear();
    data_.CmdLists.push_back(&list);
    return picture_hash(data_, background);
  }

  ImDrawData data_;
};

TEST_F(PictureHash, IsTheSameForTheSamePicture) {
  EXPECT_EQ(of({}), of({}));
  EXPECT_EQ(of({.x = 11}), of({.x = 11}));
}

TEST_F(PictureHash, DiffersByWhateverIsSeen) {
  std::set<uint64_t> seen = {of({}),
                             of({.x = 10.5f}),
                             of({.clip = 99}),
                             of({.colour = 0xfffffffe}),
                             of({.texture = 2}),
                             of({.u = 0.001f}),
                             of({}, 1)};
  EXPECT_EQ(seen.size(), 7u);
  data_.DisplaySize.x = 301;
  seen.insert(of({}));
  data_.FramebufferScale = {3, 3};
  seen.insert(of({}));
  EXPECT_EQ(seen.size(), 9u);
}

TEST_F(PictureHash, OfNothingIsNotThatOfSomething) {
  const uint64_t something = of({});
  data_.CmdLists.clear();
  EXPECT_NE(picture_hash(data_, 0), something);
}

}  // namespace
}  // namespace chat::canvas
