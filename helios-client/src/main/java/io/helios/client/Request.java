package io.helios.client;

import io.helios.model.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of whichever master answers.
 *
 * @param path encoded, starts with a slash
 * @param query encoded {@code name=value} pairs
 */
record Request(String method, String path, List<String> query, byte @Nullable [] body) {
  static Request get(String path) {
    return new Request("GET", path, List.of(), null);
  }

  static Request of(String method, String path) {
    return new Request(method, path, List.of(), null);
  }

  Request with(String name, String value) {
    List<String> more = new ArrayList<>(query);
    more.add(encode(name) + "=" + encode(value));
    return new Request(method, path, more, body);
  }

  Request body(Object value) {
    return new Request(method, path, query, Json.bytes(value));
  }

  /** Whether it may change something; a few things are read by POST. */
  boolean isWrite() {
    return !method.equals("GET") && !path.endsWith("/statuses") && !path.endsWith("/validate");
  }

  URI at(URI master) {
    String prefix = master.getRawPath() == null ? "" : master.getRawPath();
    String base = master.getScheme() + "://" + master.getRawAuthority() + prefix + path;
    return URI.create(query.isEmpty() ? base : base + "?" + String.join("&", query));
  }

  /** One path segment; colons stay as they are, as in {@code name:version:hash}. */
  static String segment(String text) {
    return encode(text).replace("%3A", ":");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
