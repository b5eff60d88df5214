package io.helios.master.openapi;

import io.helios.master.http.Described;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked of a master.
 *
 * @param verb in capitals
 * @param path with names of parameters in braces
 * @param resource what it belongs to
 * @param name of the method that answers
 * @param described null where nobody did
 */
record Endpoint(
    String verb,
    String path,
    String resource,
    String name,
    @Nullable Described described,
    List<Parameter> parameters,
    boolean takesBody) {

  /** Where a parameter stands. */
  enum Place {
    PATH,
    QUERY,
    HEADER
  }

  /**
   * One parameter; all are text.
   *
   * @param list whether it may be repeated
   */
  record Parameter(Place place, String name, boolean list, @Nullable String byDefault) {}
}
