// The JavaScript side of imports.h: turns pointers into values and forwards to Module.host,
// which web/host.ts implements.
addToLibrary({
  // Not UTF8ToString: that one ends at a zero character, which a message may hold.
  $chatText__deps: ['$chatDecoder'],
  $chatText: (pointer, length) => chatDecoder.decode(HEAPU8.subarray(pointer, pointer + length)),
  $chatDecoder: 'new TextDecoder()',

  host_http_post__deps: ['$chatText'],
  host_http_post: (id, url, headers, body, length) =>
    Module.host.httpPost(
      id,
      UTF8ToString(url),
      JSON.parse(UTF8ToString(headers)),
      chatText(body, length),
    ),
  host_http_cancel: (id) => Module.host.httpCancel(id),
  host_socket_open: (url, protocols) =>
    Module.host.socketOpen(UTF8ToString(url), JSON.parse(UTF8ToString(protocols))),
  host_socket_send__deps: ['$chatText'],
  host_socket_send: (text, length) => Module.host.socketSend(chatText(text, length)),
  host_socket_close: () => Module.host.socketClose(),

  host_store_open__deps: ['$FS', '$IDBFS'],
  host_store_open: (mount) => Module.host.storeOpen(UTF8ToString(mount)),
  host_store_commit: (batch, mount, puts, deletes, strict) =>
    Module.host.storeCommit(
      batch,
      UTF8ToString(mount),
      JSON.parse(UTF8ToString(puts)),
      JSON.parse(UTF8ToString(deletes)),
      strict !== 0,
    ),
  host_user_erase: (mount) => Module.host.userErase(UTF8ToString(mount)),
  host_credential_save: (bytes, length) =>
    Module.host.credentialSave(HEAPU8.slice(bytes, bytes + length)),

  host_srp_begin: (id) => Module.host.srpBegin(id),
  host_srp_answer: (id, parameters) =>
    Module.host.srpAnswer(id, JSON.parse(UTF8ToString(parameters))),

  host_wake_after: (delay) => Module.host.wakeAfter(delay),
  host_request_frame: () => Module.host.requestFrame(),

  host_text_layout__deps: ['$chatText'],
  host_text_layout: (text, length, style, maxWidth, lines, capacity, lineHeight, width) => {
    const paragraph = Module.host.textLayout(chatText(text, length), style, maxWidth);
    HEAPF32[lineHeight >> 2] = paragraph.lineHeight;
    HEAPF32[width >> 2] = paragraph.width;
    paragraph.lines.slice(0, capacity).forEach((line, index) => {
      const at = (lines >> 2) + index * 5; // struct TextLine
      HEAP32[at] = line.begin;
      HEAP32[at + 1] = line.end;
      HEAPF32[at + 2] = line.x;
      HEAPF32[at + 3] = line.width;
      HEAP32[at + 4] = line.rtl ? 1 : 0;
    });
    return paragraph.lines.length;
  },
  host_text_paint__deps: ['$chatText'],
  host_text_paint: (
    page,
    x,
    y,
    width,
    height,
    text,
    length,
    begin,
    end,
    style,
    rtl,
    left,
    top,
    colour,
    dpr,
  ) =>
    Module.host.textPaint({
      page,
      x,
      y,
      width,
      height,
      begin,
      end,
      style,
      left,
      top,
      text: chatText(text, length),
      rtl: rtl !== 0,
      colour: colour >>> 0,
      devicePixelRatio: dpr,
    }),
  host_text_upload__deps: ['$GL'],
  host_text_upload: (page, texture) =>
    Module.host.textUpload(page, GL.currentContext.GLctx, GL.textures[texture]),
  host_text_forget: (page) => Module.host.textForget(page),

  host_findable__deps: ['$chatText'],
  host_findable: (json, length) => Module.host.findable(JSON.parse(chatText(json, length))),
  host_publish__deps: ['$chatText'],
  host_publish: (json, length) => Module.host.publish(JSON.parse(chatText(json, length))),
  host_choose__deps: ['$chatText'],
  host_choose: (json, length) => Module.host.choose(JSON.parse(chatText(json, length))),
  host_keep_storage: () => Module.host.keepStorage(),
  host_announce__deps: ['$chatText'],
  host_announce: (text, length) => Module.host.announce(chatText(text, length)),
});
