package io.helios.master.openapi;

import java.util.List;

/**
 * Something that is answered with server-sent events, and no resource of which signatures tell.
 *
 * @param summary what it does, in one line
 * @param events in the order in which a reader may see them
 */
public record Stream(String path, String summary, List<Parameter> parameters, List<Event> events) {
  /**
   * One parameter; all are text.
   *
   * @param header whether it is a header; else it stands in the query
   * @param list whether it may be repeated
   */
  public record Parameter(String name, boolean header, boolean list, String means) {}

  /**
   * One kind of event.
   *
   * @param data what a line of its data holds: one of these, as JSON
   */
  public record Event(String name, String means, List<Class<?>> data) {}
}
