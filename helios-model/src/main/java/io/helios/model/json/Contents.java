package io.helios.model.json;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Immutable copies of what JSON brought: absent is empty, and a null inside is refused with the
 * name of the field it stands in.
 */
public final class Contents {
  private Contents() {}

  /**
   * A copy sorted by key.
   *
   * @throws IllegalArgumentException when a key or a value is null
   */
  public static <K extends Comparable<? super K>, V> Map<K, V> map(
      String field, @Nullable Map<K, V> map) {
    if (map == null || map.isEmpty()) {
      return Map.of();
    }
    map.forEach((key, value) -> refuseNull(field, key, value));
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }

  /**
   * A copy of a free JSON object, sorted by key at every depth.
   *
   * @throws IllegalArgumentException when something in it is null or no JSON value
   */
  public static Map<String, Object> json(String field, @Nullable Map<String, Object> object) {
    if (object == null || object.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> copy = new TreeMap<>();
    object.forEach((key, value) -> copy.put(key, jsonValue(field + "." + key, value)));
    return Collections.unmodifiableMap(copy);
  }

  private static Object jsonValue(String path, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new TreeMap<>();
      map.forEach((key, one) -> copy.put(String.valueOf(key), jsonValue(path + "." + key, one)));
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(one -> jsonValue(path + "[]", one)).toList();
    }
    // Whole numbers in the type that a parser would make of them, so that a copy equals what is
    // read back.
    if (value instanceof Long number && number.intValue() == number) {
      return number.intValue();
    }
    if (value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof BigInteger
        || value instanceof Double) {
      return value;
    }
    throw new IllegalArgumentException(
        path + (value == null ? " must not be null" : " is no JSON value: " + value.getClass()));
  }

  /**
   * A copy in the given order.
   *
   * @throws IllegalArgumentException when an element is null
   */
  public static <T> List<T> list(String field, @Nullable Collection<T> list) {
    if (list == null) {
      return List.of();
    }
    list.forEach(element -> refuseNull(field, element));
    return List.copyOf(list);
  }

  /**
   * A copy that keeps the order given: it is part of a job's identity.
   *
   * @throws IllegalArgumentException when an element is null
   */
  public static <T> Set<T> set(String field, @Nullable Collection<T> set) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(list(field, set)));
  }

  /**
   * The value, which JSON may have left out.
   *
   * @throws IllegalArgumentException when it is null
   */
  public static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }

  private static void refuseNull(String field, @Nullable Object key, @Nullable Object value) {
    if (key == null || value == null) {
      throw new IllegalArgumentException(field + ": '" + key + "' must not be null");
    }
  }

  private static void refuseNull(String field, @Nullable Object element) {
    if (element == null) {
      throw new IllegalArgumentException(field + " must not contain null");
    }
  }
}
