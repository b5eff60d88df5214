package io.helios.master.http;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a listing is wanted.
 *
 * @param limit how many at most
 * @param after the last of the page before; empty for the first page
 */
public record Page(int limit, String after) {
  private static final int LARGEST = 10_000;

  /**
   * A part of a listing.
   *
   * @param next what to ask for as {@code after}; null when this was the last part
   */
  public record Part<T>(List<T> items, @Nullable String next) {}

  /**
   * As asked by query parameters.
   *
   * @param otherwise the limit when none is given
   * @throws BadRequest when the limit is no number from 1 to 10,000
   */
  public static Page of(@Nullable String limit, @Nullable String after, int otherwise) {
    return new Page(
        limit == null || limit.isEmpty() ? otherwise : number(limit), after == null ? "" : after);
  }

  /**
   * The part of a listing.
   *
   * @param key by which the listing is ordered
   * @param read a key from what {@link #after} says, which is one of another part
   * @param order of the listing
   */
  public <T, K> Part<T> of(
      List<T> all, Function<T, K> key, Function<String, K> read, Comparator<K> order) {
    @Nullable K last = after.isEmpty() ? null : read.apply(after);
    List<T> items =
        all.stream()
            .filter(it -> last == null || order.compare(key.apply(it), last) > 0)
            .limit(limit + 1L)
            .toList();
    return items.size() <= limit
        ? new Part<>(items, null)
        : new Part<>(items.subList(0, limit), String.valueOf(key.apply(items.get(limit - 1))));
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= LARGEST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for numbers that are too small or too large.
    }
    throw new BadRequest("limit must be a number from 1 to " + LARGEST + ", but is '" + text + "'");
  }
}
